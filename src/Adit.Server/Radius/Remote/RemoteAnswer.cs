namespace Adit.Server.Radius.Remote;

/// <summary>What a server of a group answered. Never prints the message.</summary>
/// <param name="Server">Its place in the group.</param>
/// <param name="Message">Code and attributes, the secrets in clear.</param>
internal readonly record struct RemoteAnswer(int Server, ReadOnlyMemory<byte> Message)
{
    /// <summary>Says who answered.</summary>
    public override string ToString() => $"{nameof(RemoteAnswer)} {{ {nameof(Server)} = {Server} }}";
}
