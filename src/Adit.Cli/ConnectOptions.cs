using Adit.Protocols.Ip;

namespace Adit.Cli;

/// <summary>What <c>adit connect</c> was asked for.</summary>
/// <param name="Host">The server's name or address.</param>
/// <param name="User">The name to sign in with.</param>
/// <param name="Password">The password.</param>
/// <param name="CaFile">The PEM file of the authorities to trust; null for those of the machine.</param>
/// <param name="Sni">The name to ask for in TLS; null for the host.</param>
/// <param name="Port">The server's TCP port.</param>
/// <param name="TakesDefaultRoute">Whether all traffic goes through the tunnel.</param>
/// <param name="Reconnects">Whether a connection that is lost is made again.</param>
/// <param name="Json">Whether events are printed as JSON lines.</param>
internal sealed record ConnectOptions(
    string Host, string User, string Password, string? CaFile, string? Sni, int Port, bool TakesDefaultRoute, bool Reconnects, bool Json)
{
    /// <summary>Networks that go through the tunnel, whatever the server says.</summary>
    public IReadOnlyList<Ipv4Network> Routes { get; init; } = [];

    /// <summary>Host and user alone: the password never reaches a log.</summary>
    public override string ToString() => $"{User} at {Host}";
}
