using System.Text;
using Adit.Protocols.Sstp;

namespace Adit.Protocols.Tests.Sstp;

public sealed class SstpHttpRequestTests
{
    private const string Line = "SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.1\r\n";
    private const string Length = "Content-Length: 18446744073709551615\r\n";

    private static readonly Guid _id = Guid.Parse("F7FC0718-C386-4D9A-B529-973827075AA7");

    [Theory]
    [InlineData("SSTPCORRELATIONID: {F7FC0718-C386-4D9A-B529-973827075AA7}\r\n" + Length + "Host: vpn.example.com\r\n")] // Windows
    [InlineData("Host: vpn.example.com\r\n" + Length + "SSTPCORRELATIONID: f7fc0718-c386-4d9a-b529-973827075aa7\r\n")] // sstpc
    [InlineData("content-length:18446744073709551615\r\nHOST:vpn.example.com\r\nsstpcorrelationid:\t{F7FC0718-c386-4D9A-b529-973827075AA7} \r\n")]
    public void A_request_is_taken_whatever_the_order_and_case_of_its_fields(string fields)
    {
        var head = Line + fields + "\r\n";

        Assert.Equal(new SstpHttpRequest.Sstp(head.Length, _id, "vpn.example.com", Query: null), Parse(head));
    }

    [Fact]
    public void What_follows_the_head_is_left_alone()
    {
        var head = Line + Length + "\r\n";

        Assert.Equal(new SstpHttpRequest.Sstp(head.Length, null, null, null), Parse(head + "\x10\x01\0\x0e"));
    }

    [Fact]
    public void A_query_may_follow_the_path()
    {
        var head = Line.Replace("/ HTTP", "/?tenantid=contoso HTTP", StringComparison.Ordinal) + Length + "\r\n";

        Assert.Equal("tenantid=contoso", Assert.IsType<SstpHttpRequest.Sstp>(Parse(head)).Query);
    }

    [Fact]
    public void What_the_client_writes_the_server_takes()
    {
        var written = SstpHttpRequest.Write("vpn.example.com:8443", _id);

        Assert.Equal(new SstpHttpRequest.Sstp(written.Length, _id, "vpn.example.com:8443", null), SstpHttpRequest.Parse(written));
    }

    [Fact]
    public void A_host_name_cannot_smuggle_a_field() =>
        Assert.Throws<ArgumentException>(() => SstpHttpRequest.Write("vpn\r\nX: y", _id));

    [Theory]
    [InlineData("HEAD /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("HEAD /sra_%7Bba195980-cd49-458b-9e23-c84ee0adcd75%7D/ HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("HEAD /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.0\r\n\r\n")]
    public void A_load_balancer_may_probe(string head) => Assert.Equal(new SstpHttpRequest.SstpProbe(head.Length), Parse(head));

    [Theory]
    [InlineData("G")]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("HEAD / HTTP/1.1\r\n")]
    [InlineData("HEAD /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/x")]
    [InlineData("SSTP_DUPLEX_POST /other HTTP/1.1\r\n")]
    [InlineData("sstp_duplex_post ")]
    [InlineData("\x16\x03\x01")]
    [InlineData("PRI * HTTP/2.0\r\n")]
    public void What_is_not_for_SSTP_is_told_from_the_first_byte_that_differs(string received) =>
        Assert.IsType<SstpHttpRequest.Other>(Parse(received));

    [Theory]
    [InlineData(Line + "\r\n")] // no length
    [InlineData(Line + "Content-Length: 0\r\n\r\n")]
    [InlineData(Line + Length + Length + "\r\n")]
    [InlineData(Line + Length + "no colon\r\n\r\n")]
    [InlineData(Line + Length + ": no name\r\n\r\n")]
    [InlineData(Line + Length + "Host : space before the colon\r\n\r\n")]
    [InlineData(Line + Length + " folded: line\r\n\r\n")]
    [InlineData(Line + Length + "Host: a\nX: bare line feed\r\n\r\n")]
    [InlineData("SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.0\r\n" + Length + "\r\n")]
    [InlineData("SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/?query\r\n" + Length + "\r\n")]
    [InlineData("SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ \r\n" + Length + "\r\n")]
    public void A_request_for_SSTP_that_is_none_is_malformed(string head) => Assert.IsType<SstpHttpRequest.Malformed>(Parse(head));

    [Fact]
    public void Every_beginning_of_a_request_waits_for_more()
    {
        var head = Line + Length + "\r\n";
        for (var length = 0; length < head.Length; length++)
            Assert.IsType<SstpHttpRequest.NeedMore>(Parse(head[..length]));
    }

    [Fact]
    public void A_head_beyond_the_bound_is_malformed()
    {
        var endless = Line + "X: " + new string('x', 5000);

        Assert.IsType<SstpHttpRequest.NeedMore>(Parse(endless[..4095]));
        Assert.IsType<SstpHttpRequest.Malformed>(Parse(endless[..4096]));
        Assert.IsType<SstpHttpRequest.Malformed>(Parse(endless + "\r\n\r\n"));
    }

    private static SstpHttpRequest Parse(string text) => SstpHttpRequest.Parse(Encoding.Latin1.GetBytes(text));
}
