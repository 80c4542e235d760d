using Adit.Protocols.Crypto;

namespace Adit.Fuzz.Targets;

/// <summary>
/// What happens to a session, one step per byte or a few, so that a mutation of the bytes leaves out, repeats and reorders whole
/// steps: right messages, spoilt ones, noise, time, keys, answers and how the stream is cut.
/// </summary>
internal abstract record SessionStep
{
    /// <summary>Bytes arrive.</summary>
    public sealed record Receive(byte[] Bytes) : SessionStep;

    /// <summary>From now on they arrive in pieces of this many.</summary>
    public sealed record Cut(int Length) : SessionStep;

    /// <summary>Time passes.</summary>
    public sealed record Pass(TimeSpan Time) : SessionStep;

    /// <summary>Time passes until the next deadline.</summary>
    public sealed record Jump : SessionStep;

    /// <summary>Authentication makes keys.</summary>
    public sealed record Authenticate(SessionKeys Keys) : SessionStep;

    /// <summary>Someone answers the question about the binding, asked or not.</summary>
    public sealed record Answer(bool IsRight) : SessionStep;

    /// <summary>The call is closed.</summary>
    public sealed record Close : SessionStep;
}
