using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>A gateway whose authority is a group of two servers, the first of which never answers.</summary>
public sealed class RemoteAuthorityFixture : IAsyncLifetime
{
    private const string Secret = "a-secret-of-both";

    internal Topology Topology { get; } = new();

    internal FreeRadius FreeRadius { get; private set; } = null!;

    internal ServerProcess Server { get; private set; } = null!;

    /// <summary>Where reports wait.</summary>
    internal string Spool => Server.StateFile("accounting/office.spool");

    public async ValueTask InitializeAsync()
    {
        await Topology.StartWithoutGuestAsync();
        FreeRadius = await FreeRadius.StartAsync(Topology, "127.0.0.1", 2812);
        Server = await ServerProcess.StartAsync(Topology, $"""
            authentication: [ mschapv2, eap ]
            access:
              authority: office
            radius:
              listen: [ '127.0.0.1:1812' ]
              dynamicAuthorization: [ '127.0.0.1:3799' ]
              clients:
                - name: test
                  address: 127.0.0.1
                  secretFile: {await WriteSecretAsync("test", Secret)}
                  mayChangeSessions: true
              groups:
                - name: office
                  servers:
                    - address: 127.0.0.2
                      secretFile: {await WriteSecretAsync("office", FreeRadius.Secret)}
                      timeout: 1s
                      tries: 1
                      losses: 1
                    - address: 127.0.0.1
                      port: 2812
                      accountingPort: 2813
                      secretFile: {Path.Combine(Topology.Folder, "state", "office.secret")}
                      priority: 2
                      timeout: 1s
            """);
        foreach (var user in (string[])["ann", "ben"])
            await File.WriteAllTextAsync(Server.PasswordFile(user), FreeRadius.Password);
    }

    public ValueTask DisposeAsync() => Topology.DisposeAsync();

    /// <summary>What eapol_test says of one authentication that another vendor's gateway carries to us, errors included.</summary>
    internal async Task<string> AuthenticateAsync(string method, string user, string password)
    {
        var file = Path.Combine(Topology.Folder, $"{Guid.NewGuid():N}.conf");
        await File.WriteAllTextAsync(file, $$"""
            network={
            key_mgmt=IEEE8021X
            eapol_flags=0
            eap={{method}}
            identity="{{user}}"
            password="{{password}}"
            }
            """);
        return (await Topology.Gateway.RunAsync("eapol_test", "-c", file, "-a", "127.0.0.1", "-p", "1812", "-s", Secret, "-t", "20")).Output.TrimEnd();
    }

    /// <summary>What radclient says of a Disconnect-Request or CoA-Request, errors included; of one that nobody is to answer, after two seconds.</summary>
    internal async Task<string> ChangeAsync(string kind, string attributes, string secret = Secret, bool isHeard = true)
    {
        var file = Path.Combine(Topology.Folder, $"{Guid.NewGuid():N}.request");
        await File.WriteAllTextAsync(file, attributes + "\n");
        await File.WriteAllTextAsync(file + ".secret", secret);
        return (await Topology.Gateway.RunAsync(
            "radclient", "-x", "-r", "1", "-t", isHeard ? "15" : "2", "-f", file, "-S", file + ".secret", "127.0.0.1:3799", kind)).Output;
    }

    internal Task WhySaysAsync(string user, string code) => Eventually.BecomesTrueAsync(
        $"'adit why {user}' names {code}", TimeSpan.FromSeconds(30),
        async () => (await Server.AskAsync("why", user)).Output.Contains(code, StringComparison.Ordinal));

    private async Task<string> WriteSecretAsync(string name, string secret)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(Topology.Folder, "state")).FullName, $"{name}.secret");
        await File.WriteAllTextAsync(file, secret + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }
}
