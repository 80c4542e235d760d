namespace Adit.Interop.Tests.Lab;

/// <summary>The built <c>adit connect</c> in a client's namespace.</summary>
internal static class AditClient
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    public static BackgroundProcess Start(ClientNamespace client, ServerProcess server, string user, string passwordFile, params string[] options) =>
        StartTrusting(server.CaFile, client, user, passwordFile, options);

    public static BackgroundProcess StartTrusting(
        string caFile, ClientNamespace client, string user, string passwordFile, params string[] options) => StartIn(client.Network, caFile, user, passwordFile, options);

    public static BackgroundProcess StartIn(NetworkNamespace network, string caFile, string user, string passwordFile, params string[] options) =>
        StartAt(Topology.ServerName, network, caFile, user, passwordFile, options);

    public static BackgroundProcess StartAt(
        string host, NetworkNamespace network, string caFile, string user, string passwordFile, params string[] options) => network.Start(
        [Repository.Adit, "connect", host, "--user", user, "--password-file", passwordFile, "--ca", caFile, .. options]);

    /// <summary>Waits until packets of the client's machine go into its tunnel, which is a little after the server has the session.</summary>
    public static Task IsConnectedAsync(BackgroundProcess client) => Eventually.BecomesTrueAsync("the client is connected", _limit, () => client.HasExited
        ? throw new InvalidOperationException($"The client ended with {client.ExitCode}:\n{client.Output}")
        : Task.FromResult(client.Output.Contains("Connected: ", StringComparison.Ordinal)));
}
