using Adit.Client.Eap;
using Adit.Diagnosis.Findings;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip.Nd;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;
using Adit.Transport;

namespace Adit.Client.Doctor;

/// <summary>
/// Looks how far a call comes: whether SSTP is served there, whether the call gets its answer, what PPP asks for, and, with somebody to
/// sign in, all the rest.
/// </summary>
/// <param name="order">What is examined.</param>
/// <param name="path">The way to the server.</param>
internal sealed class CallExam(PlaceOrder order, ServerPath path)
{
    private readonly Guid _correlationId = Guid.NewGuid();
    private readonly List<Finding> _findings = [];

    private ConnectionProfile Profile => order.Profile;

    /// <summary>Makes the call. Whoever shows a certificate that does not hold is told nothing that others may not hear.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(bool isTrusted, CancellationToken cancellation)
    {
        try
        {
            var (link, early) = await new SstpConnector(Profile, path) { OnlyLooks = !isTrusted }.ConnectAsync(_correlationId, cancellation);
            await using (link)
            {
                _findings.Add(Finding.Good("SSTP", "The server serves SSTP.", $"HTTP 200 to SSTP_DUPLEX_POST, correlation id {_correlationId}"));
                if (order.Credential is { } credential && isTrusted)
                    await LogOnAsync(link, early, credential, cancellation);
                else
                    await AskAsync(link, early);
            }
        }
        catch (ConnectException e)
        {
            _findings.Add(Finding.AtClient("SSTP", e.Failure));
        }

        return _findings;
    }

    private async Task AskAsync(TlsLink link, ReadOnlyMemory<byte> early)
    {
        using var clock = new StepClock(order.Time);
        var probe = new QuestionProbe { StageReached = clock.Reach };
        using var driver = ClientCall.NewDriver(Profile, link, new SystemRandom(), ipv6: false, probe, probe);
        clock.Start(driver);
        await driver.RunAsync(early);
        JudgeStages(probe.Stage, probe.Failure);
        if (probe.Question is { } question)
            _findings.Add(Finding.Good("log-on", "The server asks who we are.", $"by {question}; --as USER signs in"));
    }

    private async Task LogOnAsync(TlsLink link, ReadOnlyMemory<byte> early, Credential credential, CancellationToken cancellation)
    {
        using var clock = new StepClock(order.Time);
        var engines = new EapEngines(Profile.Eap, TimeProvider.System);
        _ = engines.Certificate;
        var stage = CallStage.Connecting;
        var inside = Task.FromResult<IReadOnlyList<Finding>>([]);
        var heard = new TaskCompletionSource<HostSettings>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var ipv6 = new ClientIpv6(new SystemRandom(), settings => heard.TrySetResult(settings));
        using var call = new ClientCall(Profile, credential, engines, new SystemRandom(), Enter) { StageReached = Reach, Ipv6 = ipv6 };
        using var driver = call.NewDriver(link);
        clock.Start(driver);
        await using (cancellation.Register(() => driver.Post((one, now) => one.Close(null, now))))
            await driver.RunAsync(early);
        await call.SettingUp;
        JudgeStages(stage, call.Failure);
        _findings.AddRange(await inside);

        void Reach(CallStage reached)
        {
            stage = reached <= CallStage.Open && reached > stage ? reached : stage;
            clock.Reach(reached);
        }

        void Enter(CallDriver calling, Ipv4Settings settings, Action<IPacketReceiver> take)
        {
            var exam = new InsideExam(order, calling, settings) { HasIpv6 = () => ipv6.IsLinked, Router = heard.Task };
            take(exam.Receiver);
            inside = LeaveAfterAsync(exam, calling, cancellation);
        }
    }

    private static async Task<IReadOnlyList<Finding>> LeaveAfterAsync(InsideExam exam, CallDriver driver, CancellationToken cancellation)
    {
        await Task.Yield();
        try
        {
            return await exam.RunAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return [];
        }
        finally
        {
            driver.Post((call, now) => call.Close(null, now));
        }
    }

    /// <summary>Each stage that was left behind is well; the one in which the call ended is not, where it ended with a failure.</summary>
    private void JudgeStages(CallStage reached, Failure? failure)
    {
        if (reached > CallStage.Connecting)
            _findings.Add(Finding.Good("call", "The server answers the call.", "Call Connect Ack"));
        if (reached > CallStage.Negotiating)
            _findings.Add(Finding.Good("PPP", "The two ends agree on the link.", "LCP"));
        if (reached > CallStage.Authorizing)
            _findings.Add(Finding.Good("log-on", "The server lets us in."));
        if (failure is not null)
            _findings.Add(Finding.AtClient(NameOf(reached), failure));
    }

    private static string NameOf(CallStage stage) => stage switch
    {
        CallStage.Connecting => "call",
        CallStage.Negotiating => "PPP",
        CallStage.Authenticating or CallStage.Authorizing => "log-on",
        _ => "address inside",
    };
}
