using System.Net;
using Adit.Diagnosis.Findings;
using Adit.Protocols;
using Adit.Protocols.Http;

namespace Adit.Client.Doctor;

/// <summary>
/// Examines the way to a server from a client's place, step by step: what comes later needs what comes earlier, so that the first thing
/// that is bad is the one to mend. It goes to the server that was named, the name servers and the proxy of this machine, and where the
/// certificate's chain is trusted to the places where its revocation is published; nothing that any of them says is followed or run.
/// </summary>
/// <param name="order">What is to be examined.</param>
public sealed class PlaceDoctor(PlaceOrder order)
{
    private readonly PlaceOrder _order = order with { Profile = order.Profile with { StepTime = order.Time } };
    private readonly List<Finding> _findings = [];

    private ConnectionProfile Profile => _order.Profile;

    /// <summary>Examines it. Throws only where it is cancelled.</summary>
    public async Task<FindingReport> ExamineAsync(CancellationToken cancellation)
    {
        try
        {
            await ExamineStepsAsync(cancellation);
        }
        catch (ConnectException e)
        {
            _findings.Add(Finding.AtClient("server", e.Failure));
        }

        return new FindingReport(FormattableString.Invariant($"{Profile.Host}:{Profile.Port}"), _findings);
    }

    private async Task ExamineStepsAsync(CancellationToken cancellation)
    {
        _ = ServerAddressing.Of(Profile); // what can be no server's name ends here
        var endPoint = Profile.Proxy is null ? await ExaminePathAsync(cancellation) : null;
        if (endPoint is null && Profile.Proxy is null)
            return;

        var path = new ServerPath(Profile);
        var shown = await ExamineTlsAsync(path, endPoint, cancellation);
        if (shown is null)
            return;

        var (isTrusted, findings) = await new CertificateExam(_order).RunAsync(shown, cancellation);
        _findings.AddRange(findings);
        _findings.AddRange(await new CallExam(_order, path).RunAsync(isTrusted, cancellation));
        await ExamineOtherWayAsync(cancellation);
    }

    private async Task<IPEndPoint?> ExaminePathAsync(CancellationToken cancellation)
    {
        var (addresses, name) = await new NameProbe(_order).RunAsync(cancellation);
        _findings.Add(name);
        if (addresses.Count == 0)
            return null;

        var (endPoint, findings) = await new PathExam(_order).RunAsync(addresses, cancellation);
        _findings.AddRange(findings);
        return endPoint;
    }

    /// <summary>What the server shows; null where there is no TLS, for a reason that is among the findings then.</summary>
    private async Task<ShownTls?> ExamineTlsAsync(ServerPath path, IPEndPoint? endPoint, CancellationToken cancellation)
    {
        var name = ServerAddressing.Of(Profile).Name;
        var sizing = endPoint is null ? Task.FromResult<Finding?>(null) : new MtuProbe(endPoint, name, _order.Time / 2).RunAsync(cancellation);
        try
        {
            using var socket = await path.OpenAsync(cancellation);
            if (Profile.Proxy is { } proxy)
                _findings.Add(Finding.Good("proxy", "The proxy leads to the server.", proxy.ToString()));
            var shown = await CertificateProbe.LookAsync(socket, name, _order.Time, cancellation);
            AddSize(await sizing);
            _findings.Add(Finding.Good("TLS", "The server speaks TLS.", shown.Agreed ?? ""));
            return shown;
        }
        catch (ConnectException e)
        {
            // Where large packets vanish, so does the server's certificate: that is the reason, and this only what comes of it.
            if (!AddSize(await sizing))
                _findings.Add(Finding.AtClient(e.Failure is ProxyFailure ? "proxy" : "TLS", e.Failure));
            return null;
        }
    }

    /// <summary>Adds what was found of the packets' size; whether it is the reason for anything.</summary>
    private bool AddSize(Finding? size)
    {
        if (size is not null)
            _findings.Add(size);
        return size is { State: FindingState.Bad };
    }

    /// <summary>Where this machine has a proxy and we went without it: does it lead there, too? Programs that go by it would tell.</summary>
    private async Task ExamineOtherWayAsync(CancellationToken cancellation)
    {
        if (_order.ProxyOfEnvironment is not { } proxy)
            return;

        try
        {
            using var socket = await new ServerPath(Profile with { Proxy = proxy }).OpenAsync(cancellation);
            _findings.Add(Finding.Good("proxy", "The proxy of this machine's environment leads to the server, too.", proxy.ToString()));
        }
        catch (ConnectException e)
        {
            Failure fault = new PlaceFault.ProxyDiffers(proxy.ToString(), $"{e.Failure.Code}", "reached");
            _findings.Add(Finding.AtClient("proxy", fault, state: FindingState.Warning));
        }
    }
}
