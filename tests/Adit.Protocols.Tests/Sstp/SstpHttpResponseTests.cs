using System.Text;
using Adit.Protocols.Sstp;

namespace Adit.Protocols.Tests.Sstp;

public sealed class SstpHttpResponseTests
{
    private const string Date = "Thu, 09 Nov 2006 00:51:09 GMT";

    [Fact]
    public void The_grant_is_what_the_specification_shows()
    {
        var text = Encoding.ASCII.GetString(SstpHttpResponse.WriteAccepted(Date));

        Assert.Equal(
            $"HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\nServer: Microsoft-HTTPAPI/2.0\r\nDate: {Date}\r\n\r\n", text);
    }

    [Fact]
    public void What_the_server_grants_the_client_takes()
    {
        var written = SstpHttpResponse.WriteAccepted(Date);

        Assert.Equal(new SstpHttpResponse.Accepted(written.Length), SstpHttpResponse.Parse([.. written, 0x10, 0x01]));
    }

    [Fact]
    public void Every_beginning_of_a_grant_waits_for_more()
    {
        var written = SstpHttpResponse.WriteAccepted(Date);
        for (var length = 0; length < written.Length; length++)
            Assert.IsType<SstpHttpResponse.NeedMore>(SstpHttpResponse.Parse(written.AsSpan(0, length)));
    }

    [Theory]
    [InlineData(true, 401)]
    [InlineData(false, 503)]
    public void A_probe_hears_401_when_ready_and_503_when_not(bool isReady, int status) =>
        Assert.Equal(new SstpHttpResponse.Refused(status), SstpHttpResponse.Parse(SstpHttpResponse.WriteProbeAnswer(isReady, Date)));

    [Fact]
    public void A_server_without_room_answers_503() =>
        Assert.Equal(new SstpHttpResponse.Refused(503), SstpHttpResponse.Parse(SstpHttpResponse.WriteUnavailable(Date)));

    [Fact]
    public void A_refusal_is_told_from_its_first_line() =>
        Assert.Equal(new SstpHttpResponse.Refused(302), Parse("HTTP/1.0 302 Found\r\nLocation: http://portal"));

    [Theory]
    [InlineData("HTTP/1.1 200\r\n\r\n")]
    [InlineData("HTTP/1.1 200 \r\n\r\n")]
    public void A_grant_needs_no_words(string head) => Assert.Equal(new SstpHttpResponse.Accepted(head.Length), Parse(head));

    [Theory]
    [InlineData("\x15\x03\x03")]
    [InlineData("HTTP/2 200\r\n\r\n")]
    [InlineData("HTTP/1.1 2000\r\n\r\n")]
    [InlineData("HTTP/1.1 20\r\n\r\n")]
    [InlineData("HTTP/1.1 abc\r\n\r\n")]
    [InlineData("HTTP/1.1 099 x\r\n\r\n")]
    [InlineData("HTTP/1.1200 x\r\n\r\n")]
    public void What_is_no_answer_is_malformed(string text) => Assert.IsType<SstpHttpResponse.Malformed>(Parse(text));

    [Fact]
    public void An_answer_beyond_the_bound_is_malformed()
    {
        Assert.IsType<SstpHttpResponse.Malformed>(Parse("HTTP/1.1 200 OK\r\nX: " + new string('x', 5000)));
        Assert.IsType<SstpHttpResponse.Malformed>(Parse("HTTP/1.1 200 " + new string('x', 5000)));
    }

    private static SstpHttpResponse Parse(string text) => SstpHttpResponse.Parse(Encoding.Latin1.GetBytes(text));
}
