using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>FreeRADIUS as a proxy between other gateways and the built-in authority.</summary>
[Collection(RadiusCollection.Name)]
public sealed class RadiusProxyTests(RadiusFixture lab)
{
    private const int Port = 2912;

    [Fact]
    public async Task A_proxy_carries_passwords_and_EAP_to_us_and_the_decision_back()
    {
        await using var proxy = await FreeRadius.StartProxyAsync(lab.Topology, "127.0.0.1", Port, "127.0.0.1", RadiusFixture.Secret);

        Assert.Contains("Access-Accept", await AskAsync(RadiusFixture.Password), StringComparison.Ordinal);
        Assert.Contains("Access-Reject", await AskAsync("wrong"), StringComparison.Ordinal);
        Assert.EndsWith("SUCCESS", await lab.AuthenticateAsync(
            "MSCHAPV2", "bob", RadiusFixture.Password, "-p", $"{Port}", "-s", FreeRadius.Secret), StringComparison.Ordinal);
    }

    private Task<string> AskAsync(string password) => lab.AskAsync(
        "auth", $"User-Name = bob\nUser-Password = \"{password}\"\nMessage-Authenticator = 0x00", FreeRadius.Secret, Port);
}
