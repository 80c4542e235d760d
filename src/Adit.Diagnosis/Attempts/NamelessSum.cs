namespace Adit.Diagnosis.Attempts;

/// <summary>Attempts from one address that failed before they gave a name, summed.</summary>
/// <param name="PeerAddress">The address, without a port.</param>
/// <param name="Count">How many.</param>
/// <param name="LastUtc">When the last of them began.</param>
/// <param name="LastId">The last one's id.</param>
/// <param name="LastFailureCode">The last one's failure.</param>
public sealed record NamelessSum(string PeerAddress, long Count, DateTimeOffset LastUtc, long LastId, string? LastFailureCode);
