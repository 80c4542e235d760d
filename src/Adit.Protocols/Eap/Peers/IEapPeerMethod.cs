using Adit.Protocols.Crypto;

namespace Adit.Protocols.Eap.Peers;

/// <summary>
/// One method at the side that is asked, for one conversation. It is given each request of its type; a server can never make it throw.
/// </summary>
public interface IEapPeerMethod : IDisposable
{
    /// <summary>The method.</summary>
    EapType Type { get; }

    /// <summary>
    /// What success would bring, once everything that the method wants of the server is done; null before, and EAP-Success is then none.
    /// </summary>
    SessionKeys? Keys { get; }

    /// <summary>Why the method failed, where it knows: told when the server ends the conversation.</summary>
    Failure? Failure { get; }

    /// <summary>Whether the server has taken the new password, and has proved to know it, whatever comes of the rest.</summary>
    bool HasChangedPassword => false;

    /// <summary>A request's data, new or unexpected, never the last one again.</summary>
    /// <param name="identifier">Of the packet it came in.</param>
    /// <param name="data">What follows the type.</param>
    EapPeerMove Handle(byte identifier, ReadOnlyMemory<byte> data);

    /// <summary>The answer to <see cref="EapPeerMove.AskNewPassword"/>.</summary>
    /// <param name="password">1 to 256 characters; null where there is none.</param>
    EapPeerMove HandleNewPassword(string? password) => throw new InvalidOperationException($"{Type} does not ask for a new password.");
}
