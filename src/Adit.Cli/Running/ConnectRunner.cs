using Adit.Cli.Events;
using Adit.Client;
using Adit.Protocols;
using Adit.Protocols.Ppp;

namespace Adit.Cli.Running;

/// <summary>Connects, stays connected until told to stop, and says in Windows' terms why it could not.</summary>
internal static class ConnectRunner
{
    public static async Task<int> RunAsync(ConnectOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        await Task.Yield(); // signals are heard only once the command line has its task back
        RefuseUnknownCongestionControl(options.CongestionControl);
        using var trust = TrustFile.Open(options.CaFile);
        var profile = new ConnectionProfile
        {
            Host = options.Host,
            Port = options.Port,
            UserName = options.User,
            ServerName = options.Sni,
            Trust = trust,
            Expected = options.Expected,
            Distrusted = UntrustedFolder.Open(options.UntrustedFolder),
            Revocation = options.Revocation,
            DefaultRoute = options.TakesDefaultRoute,
            Ppp = new PppOptions { Methods = options.Authentication.Methods },
            Eap = options.Eap.ToEap(options.Authentication.EapMethods, options.Certificates),
            Proxy = options.Proxy,
            Lockdown = options.Lockdown,
            Interface = options.Interface,
            Routes = options.Routes,
            Behind = options.Behind,
            CongestionControl = options.CongestionControl,
            UdpOffload = options.UdpOffload,
            Reconnect = new ReconnectOptions { IsEnabled = options.Reconnects },
        };
        IConnectionReport shown = options.Json ? new JsonConnectionReport(terminal, profile) : new TextConnectionReport(terminal, profile, DoctorCommandLine.Of(options));
        var report = new ClientEventReport(shown, profile, TimeProvider.System, Keep);
        var keeper = new ConnectionKeeper(profile, new Credential(options.User, options.Password, options.NewPassword), report);
        var failure = await RunAsync(keeper, cancellationToken);
        report.Ended(failure);
        return failure is null ? ExitCode.Done : options.IsAlwaysOn && FinalFailures.Contains(failure) ? ExitCode.Hopeless : ExitCode.Failed;
    }

    private static void RefuseUnknownCongestionControl(string? name)
    {
        if (name is not null && CongestionControls.FindFault(name) is { } fault)
            throw new CliException(ExitCode.Failed, fault, $"Load it with 'modprobe tcp_{name}', for every boot from /etc/modules-load.d, or take another.");
    }

    private static void Keep(ClientEvent happened)
    {
        ClientJournal.Own.Write(happened);
        new SystemLog(SystemLog.DefaultPath).Write(happened);
    }

    private static async Task<Failure?> RunAsync(ConnectionKeeper keeper, CancellationToken cancellationToken)
    {
        try
        {
            return await keeper.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
