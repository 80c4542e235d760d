using Adit.Protocols.Calls;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;

namespace Adit.Fuzz.Targets.Calls;

/// <summary>The questions that were asked and are open, and right and wrong answers to them.</summary>
internal sealed class Questions
{
    private static readonly Ipv4Settings _settings = new(new(0x0a000001), new(0x0a000002), [new(0x0a000035)], []);

    private readonly Queue<object> _open = [];
    private object? _last;

    /// <summary>Whether someone was let in: the peer by the authority, or the server by its proof.</summary>
    public bool HasAuthenticated { get; private set; }

    /// <summary>Whether a binding was found right.</summary>
    public bool HasBound { get; private set; }

    public void Ask(PppEvent told)
    {
        if (told is PppEvent.ResponseReceived or PppEvent.ChapResponseReceived or PppEvent.PasswordReceived
            or PppEvent.ChallengeReceived or PppEvent.ChapChallengeReceived or PppEvent.PasswordNeeded
            or PppEvent.AuthenticatorResponseReceived or PppEvent.AddressNeeded)
            _open.Enqueue(told);
    }

    public void Ask(TunnelEvent told)
    {
        if (told is TunnelEvent.BindingOffered)
            _open.Enqueue(told);
    }

    /// <summary>
    /// Answers the next question: a <see cref="PppAnswer"/>, a <see cref="TunnelAnswer"/>, or null where nothing was ever
    /// asked.
    /// </summary>
    public object? Answer(CallStep.Answer step)
    {
        _last = _open.TryDequeue(out var next) ? next : _last;
        HasAuthenticated |= step.IsRight && _last is PppEvent.ResponseReceived or PppEvent.ChapResponseReceived
            or PppEvent.PasswordReceived or PppEvent.AuthenticatorResponseReceived;
        HasAuthenticated |= _last is PppEvent.ChapChallengeReceived or PppEvent.PasswordNeeded; // the server proves nothing, whoever it is
        HasBound |= step.IsRight && _last is TunnelEvent.BindingOffered;
        return _last switch
        {
            PppEvent.ResponseReceived or PppEvent.ChapResponseReceived or PppEvent.PasswordReceived => step.IsRight ? Accept() : Reject(step.Variant),
            PppEvent.ChallengeReceived => new PppAnswer.Responded("User", new byte[16], new byte[24]),
            PppEvent.ChapChallengeReceived => new PppAnswer.ChapResponded("User", new byte[16]),
            PppEvent.PasswordNeeded => new PppAnswer.PasswordGiven("User", new byte[8]),
            PppEvent.AuthenticatorResponseReceived =>
                new PppAnswer.AuthenticatorChecked(step.IsRight, step.IsRight ? Packets.Keys : SessionKeys.NotGenerated),
            PppEvent.AddressNeeded => step.IsRight ? new PppAnswer.AddressGranted(_settings) : new PppAnswer.AddressRefused(new Refusal()),
            TunnelEvent.BindingOffered => new TunnelAnswer.BindingChecked(step.IsRight),
            _ => null,
        };
    }

    private static PppAnswer.Accepted Accept() => new("user", "S=0123456789012345678901234567890123456789", Packets.Keys);

    private static PppAnswer.Rejected Reject(int variant) => new(691, MayRetry: variant % 2 == 0, new Refusal());

    private sealed record Refusal() : Adit.Protocols.Failure("FUZZ-001");
}
