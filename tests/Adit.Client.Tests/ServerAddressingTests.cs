using Adit.Certificates.Validation;

namespace Adit.Client.Tests;

public sealed class ServerAddressingTests
{
    [Theory]
    [InlineData("vpn.example.org", 443, "vpn.example.org", "vpn.example.org")]
    [InlineData("vpn.example.org.", 8443, "vpn.example.org", "vpn.example.org:8443")]
    [InlineData("bücher.example", 443, "xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("192.0.2.7", 443, "192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8::7", 8443, "2001:db8::7", "[2001:db8::7]:8443")]
    public void A_server_is_called_as_TLS_and_HTTP_want_it(string host, int port, string name, string hostField) =>
        Assert.Equal(new ServerAddressing(name, hostField), ServerAddressing.Of(Profile(host, port)));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("vpn\r\nX-Evil: 1")]
    public void What_can_be_no_name_is_not_resolved(string host) =>
        Assert.IsType<ClientFailure.NameNotResolved>(Assert.Throws<ConnectException>(() => ServerAddressing.Of(Profile(host, 443))).Failure);

    private static ConnectionProfile Profile(string host, int port) => new() { Host = host, Port = port, UserName = "anna", Trust = TrustAnchors.System };
}
