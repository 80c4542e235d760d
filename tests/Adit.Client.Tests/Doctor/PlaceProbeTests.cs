using System.Net;
using System.Net.Sockets;
using Adit.Certificates.Validation;
using Adit.Client.Doctor;
using Adit.Diagnosis.Findings;

namespace Adit.Client.Tests.Doctor;

/// <summary>What is odd about the way to a server, and no reason for anything.</summary>
public sealed class PlaceProbeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_resolver_that_says_otherwise_than_this_machine_is_named()
    {
        using var resolver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var answering = AnswerAsync(resolver, [192, 0, 2, 9]);
        var order = new PlaceOrder(Profile("localhost", 443)) { Time = Patience, Resolvers = [(IPEndPoint)resolver.Client.LocalEndPoint!] };

        var (addresses, finding) = await new NameProbe(order).RunAsync(Cancellation);
        await answering;

        Assert.NotEmpty(addresses);
        Assert.Equal(("DOC-201", FindingState.Warning), (finding.Code, finding.State));
        Assert.Contains("192.0.2.9", finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_several_that_does_not_answer_is_named()
    {
        await using var server = HostileServer.OverTcp((_, _) => Task.CompletedTask);
        var order = new PlaceOrder(Profile("vpn.example.test", server.Port)) { Time = Patience };

        var (endPoint, findings) = await new PathExam(order).RunAsync([IPAddress.Parse("127.0.0.7"), IPAddress.Loopback], Cancellation);

        Assert.Equal(IPAddress.Loopback, endPoint?.Address);
        Assert.Contains(("DOC-212", FindingState.Warning), findings.Select(finding => (finding.Code, finding.State)));
    }

    [Fact]
    public async Task A_proxy_of_this_machine_that_does_not_lead_there_is_named()
    {
        await using var server = HostileServer.OverTls(TestCertificates.Create(), (_, _) => Task.CompletedTask);
        await using var proxy = HostileServer.OverTcp((_, _) => Task.CompletedTask);
        var order = new PlaceOrder(Profile("127.0.0.1", server.Port)) { Time = Patience, ProxyOfEnvironment = new ProxyServer("127.0.0.1", proxy.Port) };

        var report = await new PlaceDoctor(order).ExamineAsync(Cancellation);

        Assert.Contains(("DOC-205", FindingState.Warning), report.Findings.Select(finding => (finding.Code, finding.State)));
    }

    private static ConnectionProfile Profile(string host, int port) => new() { Host = host, Port = port, UserName = "", Trust = TrustAnchors.Of([]) };

    /// <summary>Answers two questions, those for IPv4 with this address (RFC 1035 §4.1).</summary>
    private static async Task AnswerAsync(UdpClient resolver, byte[] address)
    {
        for (var asked = 0; asked < 2; asked++)
        {
            var question = await resolver.ReceiveAsync(Cancellation);
            var isIpv4 = question.Buffer[^3] == 1;
            byte[] answer = [.. question.Buffer];
            (answer[2], answer[3], answer[7]) = (0x84, 0, (byte)(isIpv4 ? 1 : 0));
            byte[] record = isIpv4 ? [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, .. address] : [];
            await resolver.SendAsync((byte[])[.. answer, .. record], question.RemoteEndPoint, Cancellation);
        }
    }
}
