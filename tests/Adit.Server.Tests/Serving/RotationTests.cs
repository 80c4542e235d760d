using System.Security.Cryptography;
using Adit.Certificates.Stores;
using Adit.Protocols.Calls;
using Adit.Server.Configuration;
using Adit.Server.Serving;
using Adit.Server.Tests.Control;
using Adit.Server.Tests.Hosting;
using Adit.Server.Tests.Support;

namespace Adit.Server.Tests.Serving;

/// <summary>Certificates that change under calls, over real TLS.</summary>
public sealed class RotationTests : IDisposable
{
    private readonly TemporaryDirectory _files = new();
    private readonly ShownCertificates _shown;

    public RotationTests()
    {
        _shown = new ShownCertificates(
            () => TestCertificate.Served, new CertificateSource(new CertificateStores(_files.Path, null)), TimeProvider.System, new RecordingLogger());
        Write("a.pem", "vpn.example.com");
        Write("b.pem", "other.example.com");
        _shown.Load([new CertificateSettings { File = PathOf("a.pem") }, new CertificateSettings { File = PathOf("b.pem") }]);
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_call_that_spans_a_rotation_binds_to_the_certificate_that_it_was_made_with()
    {
        await using var server = await TestServer.StartAsync(certificateFor: _shown.Choose);
        await using var call = await ScriptedCall.GreetAsync(await ConnectAsync(server));
        Rotate();

        await call.ReachAsync(CallStage.Open);

        await Eventually.BecomesTrueAsync("the server has opened it", () => server.Sessions.Open.Any());
    }

    [Fact]
    public async Task A_binding_to_the_new_certificate_of_a_call_that_was_shown_the_old_one_is_refused()
    {
        await using var server = await TestServer.StartAsync(certificateFor: _shown.Choose);
        var client = await ConnectAsync(server);
        Rotate();
        await using var call = await ScriptedCall.GreetAsync(client, seen: _shown.Default.Leaf);

        await call.ReachAsync(CallStage.Closed);

        Assert.Equal("SSTP-303", await server.FailureCodeAsync());
    }

    [Fact]
    public async Task An_open_session_goes_on_and_the_next_call_is_shown_the_new_one()
    {
        await using var server = await TestServer.StartAsync(certificateFor: _shown.Choose);
        await using var call = await ScriptedCall.GreetAsync(await ConnectAsync(server));
        await call.ReachAsync(CallStage.Open);
        var newer = Rotate();

        await using var next = await ConnectAsync(server);

        Assert.Equal(newer, PrintOf(next));
        Assert.Equal(CallStage.Open, call.Stage);
        await Eventually.BecomesTrueAsync("the first is still served", () => server.Sessions.Open.Count() == 1);
    }

    [Fact]
    public async Task The_name_in_the_ClientHello_chooses_the_certificate()
    {
        await using var server = await TestServer.StartAsync(certificateFor: _shown.Choose);
        await using var one = await ConnectAsync(server, "vpn.example.com");
        await using var other = await ConnectAsync(server, "other.example.com");

        Assert.Equal(["CN=vpn.example.com", "CN=other.example.com"], [one.Tls!.RemoteCertificate!.Subject, other.Tls!.RemoteCertificate!.Subject]);
    }

    private static Task<RawClient> ConnectAsync(TestServer server, string name = "vpn.example.com") => RawClient.ConnectTlsAsync(server, options =>
    {
        options.TargetHost = name;
        options.RemoteCertificateValidationCallback = (_, leaf, _, _) => leaf is not null;
    });

    private string Rotate()
    {
        var print = Write("a.pem", "vpn.example.com");
        _shown.Look();
        return print;
    }

    private string Write(string file, string name) => CertificateFiles.Write(PathOf(file), name);

    private string PathOf(string file) => Path.Combine(_files.Path, file);

    private static string PrintOf(RawClient client) => client.Tls!.RemoteCertificate!.GetCertHashString(HashAlgorithmName.SHA256);
}
