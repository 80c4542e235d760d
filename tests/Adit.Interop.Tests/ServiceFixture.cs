using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>A machine that a live systemd runs, with the server installed as its service.</summary>
public sealed class ServiceFixture : IAsyncLifetime
{
    internal const string User = "bob";
    internal const string ServerName = "vpn.adit.test";

    private const string Password = "Pass-w0rd";

    private const string Settings = $"""
        names: [{ServerName}]
        dns: [10.83.0.53]
        suffix: corp.test
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("adit-service-").FullName;

    /// <summary>Where clients of the service are.</summary>
    internal NetworkNamespace Clients { get; private set; } = null!;

    internal string CaFile => Path.Combine(_folder, "ca.crt");

    internal string PasswordFile => Path.Combine(_folder, "password");

    private NetworkNamespace Network { get; set; } = null!;

    private SystemdMachine? Machine { get; set; }

    public async ValueTask InitializeAsync()
    {
        Network = await NetworkNamespace.CreateAsync();
        Clients = await NetworkNamespace.CreateAsync();
        await NetworkNamespace.ConnectAsync("uplink", Network, $"{Addresses.ClientGateway}/24", Clients, $"{Addresses.Client}/24");
        (await Command.RunAsync("cp", "-a", Path.GetDirectoryName(Repository.Adit)!, Path.Combine(_folder, "program"))).Expect();
        await File.WriteAllTextAsync(Path.Combine(_folder, "adit.yaml"), Settings);
        await File.WriteAllTextAsync(PasswordFile, Password);
        File.SetUnixFileMode(PasswordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Machine = await SystemdMachine.BootAsync(Network, _folder);
        await RunAsync($"""
            install -D -m 644 /lab/adit.yaml /etc/adit/adit.yaml && /lab/program/adit service install --config /etc/adit/adit.yaml &&
            journalctl --sync && journalctl -u adit --no-pager > /lab/journal && cp /var/lib/adit/ca.crt /lab/ &&
            /lab/program/adit user add {User} --password-file /lab/password
            """);
    }

    public async ValueTask DisposeAsync()
    {
        if (Machine is not null)
            await Machine.DisposeAsync();
        if (Clients is not null)
            await Clients.DisposeAsync();
        if (Network is not null)
            await Network.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Runs a bash script there, which must succeed; what it prints, without the line end.</summary>
    internal async Task<string> RunAsync(string script) => (await Machine!.RunAsync(script)).Expect().Trim();

    /// <summary>What the service had said by the time it ran.</summary>
    internal Task<string> ReadFirstJournalAsync() => File.ReadAllTextAsync(Path.Combine(_folder, "journal"));
}
