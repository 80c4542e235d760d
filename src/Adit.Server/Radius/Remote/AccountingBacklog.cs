namespace Adit.Server.Radius.Remote;

/// <summary>Reports that no server has taken yet.</summary>
/// <param name="Waiting">In memory, just sent or about to be.</param>
/// <param name="KeptBytes">On disk, in bytes.</param>
/// <param name="Lost">How many were lost since the start, for there was no room.</param>
internal readonly record struct AccountingBacklog(int Waiting, long KeptBytes, long Lost);
