namespace Adit.Interop.Tests.Lab;

/// <summary>Where a client runs: the guest, or a namespace of this machine.</summary>
internal interface IMachine
{
    /// <summary>What <see cref="Topology.Folder"/> is called there.</summary>
    string LabFolder { get; }

    /// <summary>Runs a bash script.</summary>
    Task<CommandResult> RunAsync(string script, TimeSpan limit);
}
