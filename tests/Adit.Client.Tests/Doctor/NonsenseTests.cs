using System.Security.Cryptography.X509Certificates;
using System.Text;
using Adit.Certificates.Validation;
using Adit.Client.Doctor;
using Adit.Diagnosis.Findings;

namespace Adit.Client.Tests.Doctor;

/// <summary>A server that goes along with the doctor up to a stage, and then speaks nonsense: sometimes it closes behind it, sometimes it waits.</summary>
public sealed class NonsenseTests : IDisposable
{
    private const int Seeds = 12;
    private const string Evil = "\u001b]0;owned\u0007\u001b[31mEvil\u202egnp\u2028line";

    private readonly TestCertificates _certificates = new();
    private readonly X509Certificate2 _certificate;

    public NonsenseTests() => _certificate = _certificates.Trusted(TestCertificates.Create());

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public Task In_place_of_TLS_it_is_a_finding() => IsFoundAsync(seed => HostileServer.OverTcp((tcp, ending) => SayAsync(tcp, seed, ending, NewNoise(seed))));

    [Fact]
    public Task In_place_of_HTTP_it_is_a_finding() => IsFoundAsync(seed => Served((tls, ending) => SayAsync(tls, seed, ending, NewNoise(seed))));

    [Fact]
    public Task In_place_of_SSTP_it_is_a_finding() => IsFoundAsync(seed => Served((tls, ending) => SayAsync(tls, seed, ending, Http(), NewNoise(seed))));

    [Fact]
    public Task In_place_of_an_answer_to_the_call_it_is_a_finding() =>
        IsFoundAsync(seed => Served((tls, ending) => SayAsync(tls, seed, ending, [Http(), .. NewControls(seed)])));

    [Fact]
    public Task In_place_of_PPP_it_is_a_finding() => IsFoundAsync(seed => Served((tls, ending) => SayAsync(tls, seed, ending, [Http(), CallConnectAck(), .. NewFrames(seed)])));

    [Fact]
    public Task In_place_of_the_question_who_we_are_it_is_a_finding() => IsFoundAsync(seed => Served(async (tls, ending) =>
    {
        await SayAsync(tls, 0, ending, Http(), CallConnectAck(), Lcp(1, [3, 5, 0xc2, 0x23, 0x81]));
        await AcknowledgeAsync(tls, ending);
        await SayAsync(tls, seed, ending, [Chap(1, [16, .. NewNoise(seed)[..16], .. "server"u8]), Chap((byte)(3 + (seed % 2)), Encoding.UTF8.GetBytes($"E=691 R=0 V=3 M={Evil}")), .. NewFrames(seed)]);
    }));

    private async Task IsFoundAsync(Func<int, HostileServer> create)
    {
        var reports = await Task.WhenAll(Enumerable.Range(0, Seeds).Select(async seed =>
        {
            await using var server = create(seed);
            return await ExamineAsync(server);
        }));

        Assert.All(reports, report => Assert.NotNull(report.First));
        Assert.All(reports.SelectMany(report => report.Findings).SelectMany(finding => (string[])[finding.Title, finding.Cause, finding.Evidence, .. finding.Remedy]),
            text => Assert.True(text.Length <= FindingText.MaxLength && !text.Any(letter => char.IsControl(letter) || letter is '\u202e' or '\u2028'), text));
    }

    private async Task<FindingReport> ExamineAsync(HostileServer server)
    {
        using var trust = TrustAnchors.FromFile(_certificates.TrustFile);
        var profile = new ConnectionProfile { Host = "127.0.0.1", Port = server.Port, ServerName = TestCertificates.Name, UserName = "alice", Trust = trust };
        var order = new PlaceOrder(profile) { Time = TimeSpan.FromMilliseconds(600), Credential = new Credential("alice", "Pass-w0rd") };
        return await new PlaceDoctor(order).ExamineAsync(TestContext.Current.CancellationToken);
    }

    private HostileServer Served(Func<Stream, CancellationToken, Task> script) => HostileServer.OverTls(_certificate, script);

    private static async Task SayAsync(Stream stream, int seed, CancellationToken ending, params byte[][] messages)
    {
        foreach (var message in messages)
            await stream.WriteAsync(message, ending);
        if (seed % 2 == 1)
            await Task.Delay(Timeout.InfiniteTimeSpan, ending);
    }

    /// <summary>Agrees to whatever LCP is asked, once it is.</summary>
    private static async Task AcknowledgeAsync(Stream stream, CancellationToken ending)
    {
        var header = new byte[4];
        while (true)
        {
            await stream.ReadExactlyAsync(header, ending);
            var frame = new byte[((header[2] & 0x0f) << 8 | header[3]) - header.Length];
            await stream.ReadExactlyAsync(frame, ending);
            if (header[1] != 0 || frame is not [0xff, 3, 0xc0, 0x21, 1, ..])
                continue;

            frame[4] = 2;
            await stream.WriteAsync(Framed(frame), ending);
            return;
        }
    }

    private static byte[] NewNoise(int seed)
    {
        var noise = new byte[3000];
        new Random(seed).NextBytes(noise);
        return noise;
    }

    /// <summary>Control messages of SSTP whose lengths are right, and nothing else.</summary>
    private static byte[][] NewControls(int seed) => [.. Enumerable.Range(0, 20).Select(at =>
    {
        var noise = NewNoise((seed * 100) + at)[..(6 + at)];
        (noise[0], noise[1]) = (0, (byte)(noise[1] % 10));
        return (byte[])[0x10, 1, 0, (byte)(4 + noise.Length), .. noise];
    })];

    /// <summary>Frames of PPP's protocols whose lengths are right, and nothing else.</summary>
    private static byte[][] NewFrames(int seed) => [.. Enumerable.Range(0, 20).Select(at =>
    {
        byte[][] protocols = [[0xc0, 0x21], [0xc2, 0x23], [0xc0, 0x23], [0xc2, 0x27], [0x80, 0x21], [0x80, 0x57], [0, 0x21], [0x12, 0x34]];
        var noise = NewNoise((seed * 100) + at)[..(4 + at)];
        (noise[0], noise[2], noise[3]) = ((byte)(noise[0] % 16), 0, (byte)noise.Length);
        return Framed([0xff, 3, .. protocols[at % protocols.Length], .. noise]);
    })];

    private static byte[] Http() => "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\nServer: x\r\n\r\n"u8.ToArray();

    /// <summary>Call Connect Acknowledge with a binding request of zeros ([MS-SSTP] §2.2.10).</summary>
    private static byte[] CallConnectAck() => [0x10, 1, 0, 48, 0, 2, 0, 1, 0, 4, 0, 40, 0, 0, 0, 3, .. new byte[32]];

    private static byte[] Lcp(byte code, byte[] data) => Framed([0xff, 3, 0xc0, 0x21, code, 1, 0, (byte)(4 + data.Length), .. data]);

    private static byte[] Chap(byte code, byte[] data) => Framed([0xff, 3, 0xc2, 0x23, code, 1, 0, (byte)(4 + data.Length), .. data]);

    private static byte[] Framed(byte[] ppp) => [0x10, 0, 0, (byte)(4 + ppp.Length), .. ppp];
}
