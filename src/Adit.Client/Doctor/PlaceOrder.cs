using System.Net;

namespace Adit.Client.Doctor;

/// <summary>What is to be examined from this place.</summary>
/// <param name="Profile">The server, whom to trust, the way there.</param>
public sealed record PlaceOrder(ConnectionProfile Profile)
{
    /// <summary>Who signs in; null to go no further than the server's question.</summary>
    public Credential? Credential { get; init; }

    /// <summary>Name servers to ask beside those of this machine.</summary>
    public IReadOnlyList<IPEndPoint> Resolvers { get; init; } = [];

    /// <summary>A host behind the server that is to be reached; null for none.</summary>
    public InnerHost? Reach { get; init; }

    /// <summary>The proxy that this machine's environment names, where the examination goes another way; null for none.</summary>
    public ProxyServer? ProxyOfEnvironment { get; init; }

    /// <summary>How long each probe may wait for an answer.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(4);
}

/// <summary>A host behind the server.</summary>
/// <param name="Name">Its name, or its address of either IP, without brackets.</param>
/// <param name="Port">A TCP port of it.</param>
public sealed record InnerHost(string Name, int Port);
