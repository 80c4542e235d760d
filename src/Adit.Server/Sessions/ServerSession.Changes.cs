using Adit.Access.Decisions;
using Adit.Protocols.Calls;
using Adit.Protocols.Eap;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;
using Adit.Protocols.Radius.Dynamic;

namespace Adit.Server.Sessions;

/// <summary>What becomes of the session while it is open: an authority changes it, or is asked anew.</summary>
internal sealed partial class ServerSession
{
    /// <summary>The fact that says what was changed, and by whom.</summary>
    public const string ChangedFact = "session.changed";

    // EAP's packets begin with code, identifier and length; a response goes on with its type (RFC 3748 §4.1).
    private const int EapHeader = 4;

    private volatile AccessCredentials? _proof;
    private volatile string? _given;
    private PppMethod _method;
    private int _isReauthorizing;

    /// <summary>Changes what the session may; what it does not name stays as it is.</summary>
    /// <param name="change">What.</param>
    /// <param name="by">Who wants it, for the record.</param>
    public void Change(SessionChange change, string by) => Driver.Post((call, _) =>
    {
        if (_isOver)
            return;

        var settings = _accept!.Settings;
        Put(call, _accept with
        {
            IdleTimeout = change.IdleTimeout ?? _accept.IdleTimeout,
            SessionTimeout = change.SessionTimeout ?? _accept.SessionTimeout,
            Classes = change.Classes.Count > 0 ? change.Classes : _accept.Classes,
            Settings = settings with
            {
                Filters = change.Replace(settings.Filters),
                InterimInterval = change.InterimInterval ?? settings.InterimInterval,
                UploadRate = change.UploadRate ?? settings.UploadRate,
                DownloadRate = change.DownloadRate ?? settings.DownloadRate,
            },
        });
        Attempt.Changed(ChangedFact, $"{change}, by {by}");
    });

    /// <summary>
    /// Asks the authority anew what the session may, while packets go on: its answer takes the place of the earlier one, and a refusal ends
    /// the session. Where nobody answers, nothing changes.
    /// </summary>
    /// <param name="state">What the wish to do so had as State.</param>
    /// <param name="by">Who wants it, for the record.</param>
    public void Reauthorize(ReadOnlyMemory<byte> state, string by)
    {
        if (Interlocked.Exchange(ref _isReauthorizing, 1) != 0)
            return;

        Driver.Post((_, _) =>
        {
            Attempt.Reached(CallStage.Reauthorizing);
            Attempt.Changed(ChangedFact, $"authorized anew, by {by}");
        });
        _ = Task.Run(() => ReauthorizeAsync(state)).ContinueWith(_ => Volatile.Write(ref _isReauthorizing, 0), TaskScheduler.Default);
    }

    private async Task ReauthorizeAsync(ReadOnlyMemory<byte> state)
    {
        var credentials = new AccessCredentials.AuthorizeOnly(_given!, state, _method, EapTypeOf(_proof));
        var request = new AccessRequest(credentials, Id, _services.Gateway, Peer.Address.ToString(), Attempt.CorrelationId)
        {
            Attributes = SessionPolicy.AttributesOf(Peer, _local) with { ServiceType = AccessCredentials.AuthorizeOnly.ServiceType },
        };
        try
        {
            var reply = await _services.Authority.DecideAsync(request, CancellationToken.None);
            Driver.Post((call, _) => Take(call, reply));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            if (e is not NoDecisionException)
                SessionLog.AnswerFailed(_services.Logger, e, Id);
            var code = (e as NoDecisionException)?.Reason.Code ?? new AccessFailure.AuthorityFailed().Code;
            Driver.Post((_, _) => GoOn($"nobody answered ({code}); the session goes on as it was"));
        }
    }

    private void Take(Call call, AccessReply reply)
    {
        if (_isOver)
            return;

        if (reply.ReplyMessage is { Length: > 0 })
            SessionPolicy.Note(Attempt, reply with { Trace = "" });
        switch (reply)
        {
            case AccessReply.Accept accept:
                var age = _services.Clock.GetUtcNow() - OpenSince!.Value;
                Put(call, accept with
                {
                    Identity = User!,
                    SessionTimeout = accept.SessionTimeout + age,
                    Settings = accept.Settings with { Pool = _accept!.Settings.Pool, Mtu = _accept.Settings.Mtu, Behind = _accept.Settings.Behind, Ipv6Behind = _accept.Settings.Ipv6Behind },
                });
                GoOn("accepted");
                AdvertiseRouter();
                break;
            case AccessReply.Reject reject:
                End(AccessFailure.For(reject.Reason));
                break;
            default:
                GoOn("no answer that can be used; the session goes on as it was");
                break;
        }
    }

    private void GoOn(string what)
    {
        if (_isOver)
            return;

        Attempt.Reached(CallStage.Open);
        Attempt.Changed(ChangedFact, what);
    }

    /// <summary>Puts in force what can be changed under an open session: neither its address nor what PPP has agreed on.</summary>
    private void Put(Call call, AccessReply.Accept accept)
    {
        _accept = accept;
        call.Limit(accept.IdleTimeout, accept.SessionTimeout);
        Driver.Filter = SessionPolicy.FilterOf(accept.Settings);
        SessionPolicy.LimitRates(Driver, accept.Settings);
        _receiver.Replace(Driver.Filter);
    }

    private static EapType EapTypeOf(AccessCredentials? proof) =>
        proof is AccessCredentials.Eap { Packet.Length: > EapHeader } eap ? (EapType)eap.Packet.Span[EapHeader] : EapType.None;
}
