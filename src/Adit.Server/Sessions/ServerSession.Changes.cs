using Adit.Access.Decisions;
using Adit.Protocols.Calls;
using Adit.Protocols.Radius;
using Adit.Protocols.Radius.Dynamic;

namespace Adit.Server.Sessions;

/// <summary>What becomes of the session while it is open: an authority changes it, or is asked anew.</summary>
internal sealed partial class ServerSession
{
    /// <summary>The fact that says what was changed, and by whom.</summary>
    public const string ChangedFact = "session.changed";

    private int _isReauthorizing;

    /// <summary>Changes what the session may; what it does not name stays as it is.</summary>
    /// <param name="change">What.</param>
    /// <param name="by">Who wants it, for the record.</param>
    public void Change(SessionChange change, string by) => Driver.Post((call, _) => WhileOpen(() =>
    {
        var granted = _authorization.Granted!;
        Put(call, granted with
        {
            IdleTimeout = change.IdleTimeout ?? granted.IdleTimeout,
            SessionTimeout = change.SessionTimeout ?? granted.SessionTimeout,
            Classes = change.Classes.Count > 0 ? change.Classes : granted.Classes,
            Settings = granted.Settings with
            {
                Filters = change.Replace(granted.Settings.Filters),
                InterimInterval = change.InterimInterval ?? granted.Settings.InterimInterval,
                UploadRate = change.UploadRate ?? granted.Settings.UploadRate,
                DownloadRate = change.DownloadRate ?? granted.Settings.DownloadRate,
            },
        });
        Attempt.Changed(ChangedFact, $"{change}, by {by}");
    }));

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
        try
        {
            var reply = await _authorization.AuthorizeAgainAsync(state);
            Driver.Post((call, _) => WhileOpen(() => Take(call, reply)));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            if (e is not NoDecisionException)
                SessionLog.AnswerFailed(_services.Logger, e, Id);
            var code = (e as NoDecisionException)?.Reason.Code ?? new AccessFailure.AuthorityFailed().Code;
            Driver.Post((_, _) => WhileOpen(() => GoOn($"nobody answered ({code}); the session goes on as it was")));
        }
    }

    private void Take(Call call, AccessReply reply)
    {
        if (reply.ReplyMessage is { Length: > 0 })
            SessionPolicy.Note(Attempt, reply with { Trace = "" });
        switch (reply)
        {
            case AccessReply.Accept accept:
                Put(call, AsOfNow(accept));
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

    /// <summary>Its times begin now, and what was agreed on with the peer stays.</summary>
    private AccessReply.Accept AsOfNow(AccessReply.Accept accept)
    {
        var former = _authorization.Granted!;
        return accept with
        {
            Identity = former.Identity,
            SessionTimeout = accept.SessionTimeout + (_services.Clock.GetUtcNow() - OpenSince!.Value),
            Settings = accept.Settings with
            {
                Pool = former.Settings.Pool,
                Mtu = former.Settings.Mtu,
                Behind = former.Settings.Behind,
                Ipv6Behind = former.Settings.Ipv6Behind,
            },
        };
    }

    private void GoOn(string what)
    {
        Attempt.Reached(CallStage.Open);
        Attempt.Changed(ChangedFact, what);
    }

    /// <summary>Puts in force what can be changed under an open session: neither its address nor what PPP has agreed on.</summary>
    private void Put(Call call, AccessReply.Accept accept)
    {
        _authorization.Granted = accept;
        call.Limit(accept.IdleTimeout, accept.SessionTimeout);
        Limit(accept.Settings);
        _receiver.Replace(Driver.Filter);
    }
}
