using Adit.Protocols.Crypto;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Eap;

/// <summary>What a method wants to be done; <see cref="EapServer"/> makes a step of it.</summary>
internal abstract record EapMove
{
    private EapMove()
    {
    }

    public sealed override string ToString() => GetType().Name;

    /// <summary>Ask on with this data.</summary>
    public sealed record Request(ReadOnlyMemory<byte> Data) : EapMove;

    /// <summary>Have these judged.</summary>
    public sealed record Judge(AccessCredentials Credentials) : EapMove;

    /// <summary>Done, as judged.</summary>
    public sealed record Done(AccessReply Verdict, SessionKeys Keys) : EapMove;

    /// <summary>Broken off.</summary>
    public sealed record BreakOff(AccessReason Reason) : EapMove;
}
