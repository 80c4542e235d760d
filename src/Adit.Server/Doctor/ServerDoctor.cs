using Adit.Diagnosis.Findings;
using Adit.Linux;
using Adit.Server.Configuration;
using Adit.Server.Control;
using Adit.Server.Hosting;

namespace Adit.Server.Doctor;

/// <summary>
/// Examines the server of a state directory and its machine: what the running server says of itself, and without one its configuration and
/// state. Runs with the rights of its caller; what those do not show is said to be unknown.
/// </summary>
/// <param name="options">Where state and configuration are.</param>
public sealed class ServerDoctor(UpOptions options)
{
    private static readonly IServerCheck[] Checks =
    [
        new ListenerCheck(), new FirewallCheck(), new PolicyCheck(), new PoolCheck(), new ForwardingCheck(), new CertificateCheck(), new SignInCheck(), new NameCheck(), new RevocationListCheck(),
        new ClockCheck(), new RadiusCheck(), new DatabaseCheck(), new DiskCheck(), new CapacityCheck(), new OffloadCheck(), new ReloadCheck(),
    ];

    /// <summary>Another gateway's list of certificates, by the name of its file, to compare ours with; null for none.</summary>
    public (string Name, IReadOnlyList<StoredView> Certificates)? Beside { get; init; }

    /// <summary>Examines it. Throws only where it is cancelled.</summary>
    public async Task<FindingReport> ExamineAsync(CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        using var client = new ControlClient(options.StateDirectory);
        var status = await AskAsync(client, findings, cancellation);
        var found = OptionsOf(options, status?.ConfigurationFile);
        var snapshot = Read(found, findings);
        var sight = new ServerSight(found, snapshot, status is null ? null : client, status, DateTimeOffset.UtcNow);
        foreach (var results in await Task.WhenAll(FindChecks().Select(check => Task.Run(() => RunAsync(check, sight, cancellation), cancellation))))
            findings.AddRange(results);
        return new FindingReport($"the server of {options.StateDirectory}", findings);
    }

    /// <summary>With the file that the server reads, where it was given one; the usual one need not exist.</summary>
    internal static UpOptions OptionsOf(UpOptions options, string? inForce) =>
        inForce is null || options.ConfigurationFile is not null || inForce == Path.GetFullPath(StateDirectory.ConfigurationFileOf(options))
            ? options
            : options with { ConfigurationFile = inForce };

    private IServerCheck[] FindChecks() => Beside is { } other ? [.. Checks, new GatewayCheck(other.Name, other.Certificates)] : Checks;

    private static async Task<IReadOnlyList<Finding>> RunAsync(IServerCheck check, ServerSight sight, CancellationToken cancellation)
    {
        try
        {
            return await check.RunAsync(sight, cancellation);
        }
        catch (Exception e) when (e is LinuxException or IOException or UnauthorizedAccessException or ControlException or StartupException)
        {
            return [Finding.Unknown(check.Component, "This could not be looked at.", e.Message)];
        }
    }

    private async Task<ServerStatus?> AskAsync(ControlClient client, List<Finding> findings, CancellationToken cancellation)
    {
        try
        {
            var status = await client.GetStatusAsync(cancellation);
            findings.Add(status.Draining
                ? Finding.AtServer("server", new ServerFault.Draining(), state: FindingState.Warning)
                : Finding.Good("server", "The server is running.", $"version {status.Version}, since {status.StartedUtc:u}"));
            return status;
        }
        catch (ControlException e)
        {
            findings.Add(e.Fault is ControlFault.NotRunning
                ? Finding.AtServer("server", new ServerFault.NotRunning(options.StateDirectory), e.Problem.Cause)
                : Finding.Unknown("server", "The server does not tell us.", e.Problem.Cause));
            return null;
        }
    }

    private static ConfigurationSnapshot Read(UpOptions options, List<Finding> findings)
    {
        var file = StateDirectory.ConfigurationFileOf(options);
        try
        {
            var snapshot = StateDirectory.ReadConfiguration(options);
            var faults = MachineCheck.FaultsOf(snapshot);
            findings.AddRange(faults.Select(fault => Finding.AtServer("configuration", new ServerFault.ConfigurationWrong(file, fault.ToString()))));
            if (faults.Count == 0)
                findings.Add(Finding.Good("configuration", "The configuration can be put in force.", File.Exists(file) ? file : "none: everything has its default"));
            return snapshot;
        }
        catch (ConfigurationException e)
        {
            findings.AddRange(e.Faults.Select(fault => Finding.AtServer("configuration", new ServerFault.ConfigurationWrong(file, fault.ToString()))));
        }
        catch (Exception e) when (e is StartupException or LinuxException)
        {
            findings.Add(Finding.Unknown("configuration", "The configuration could not be read.", e.Message));
        }

        return ConfigurationSnapshot.Defaults;
    }
}
