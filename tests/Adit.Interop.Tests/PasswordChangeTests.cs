using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>Our client changes an expired password at the gateway, over TLS, SSTP and PPP.</summary>
[Collection(RadiusCollection.Name)]
public sealed class PasswordChangeTests(RadiusFixture lab, ITestOutputHelper output) : IAsyncLifetime
{
    private const string User = "eve";
    private const string Old = "Old-pass-w0rd";
    private const string New = "New-pässw0rd";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private ClientNamespace _machine = null!;

    public async ValueTask InitializeAsync()
    {
        _machine = await ClientNamespace.CreateAsync(lab.Topology);
        await lab.Server.AddAccountAsync(User, Old);
        (await lab.Server.AskAsync("user", "set", User, "--password-expiry", "now")).Expect();
    }

    public async ValueTask DisposeAsync()
    {
        (await lab.Server.AskAsync("user", "remove", User)).Expect();
        await _machine.DisposeAsync();
    }

    [Fact]
    public async Task An_expired_password_is_changed_in_the_connection_and_only_the_new_one_holds()
    {
        var (old, replacement) = (lab.Server.PasswordFile(User), Path.Combine(lab.Topology.Folder, "new.password"));
        await File.WriteAllTextAsync(replacement, New);

        await FailsWithAsync("648 (0x288) ERROR_PASSWD_EXPIRED", old);
        await ConnectsAsync(old, "--new-password-file", replacement);
        await FailsWithAsync("691 (0x2B3) ERROR_AUTHENTICATION_FAILURE", old);
        await ConnectsAsync(replacement);

        Assert.Contains("account.change-password", (await lab.Server.AskAsync("audit", "--actor", User)).Expect(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_password_that_is_too_short_is_refused_with_the_code_that_Windows_shows()
    {
        var replacement = Path.Combine(lab.Topology.Folder, "short.password");
        await File.WriteAllTextAsync(replacement, "short");

        await FailsWithAsync("709 (0x2C5) ERROR_CHANGING_PASSWORD", lab.Server.PasswordFile(User), "--new-password-file", replacement);
        await lab.WhySaysAsync(User, "NPS-017");
    }

    private async Task ConnectsAsync(string passwordFile, params string[] options)
    {
        await using var client = Start(passwordFile, options);
        try
        {
            await HasSessionAsync(client);
        }
        finally
        {
            output.WriteLine(client.Output);
        }
    }

    private async Task HasSessionAsync(BackgroundProcess client)
    {
        await Eventually.BecomesTrueAsync("there is a session", Limit, async () => client.HasExited
            ? throw new InvalidOperationException($"The client ended with {client.ExitCode}:\n{client.Output}")
            : (await lab.Server.AskJsonAsync("sessions")).EnumerateArray().Any(session => session.GetProperty("user").GetString() == User));
        await client.TerminateAsync();
        await Eventually.BecomesTrueAsync("there is no session", Limit, async () =>
            (await lab.Server.AskJsonAsync("sessions")).GetArrayLength() == 0);
    }

    private async Task FailsWithAsync(string code, string passwordFile, params string[] options)
    {
        await using var client = Start(passwordFile, options);
        await client.WaitForExitAsync(Limit);
        output.WriteLine(client.Output);

        Assert.Contains(code, client.Output, StringComparison.Ordinal);
    }

    private BackgroundProcess Start(string passwordFile, string[] options) =>
        AditClient.Start(_machine, lab.Server, User, passwordFile, ["--no-default-route", "--no-reconnect", .. options]);
}
