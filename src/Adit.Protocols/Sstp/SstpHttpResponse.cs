using System.Text;
using Adit.Protocols.Http;

namespace Adit.Protocols.Sstp;

/// <summary>The HTTP answer that lets SSTP begin, or does not ([MS-SSTP] §3.3.5.1), as the client reads it and the server writes it.</summary>
public abstract record SstpHttpResponse
{
    /// <summary>The status with which SSTP begins.</summary>
    public const int Ok = 200;

    /// <summary>What RRAS calls itself; some clients look for the field, so ours says what they have been tested with.</summary>
    private const string Server = "Microsoft-HTTPAPI/2.0";

    private SstpHttpResponse()
    {
    }

    /// <summary>Nothing can be said yet.</summary>
    public sealed record NeedMore : SstpHttpResponse
    {
        internal static readonly NeedMore Instance = new();
    }

    /// <summary>The server has answered with 200.</summary>
    /// <param name="HeadLength">Bytes of the head; what follows it is SSTP already.</param>
    public sealed record Accepted(int HeadLength) : SstpHttpResponse;

    /// <summary>Somebody has answered with another status: a server that is full, a web server without SSTP, a captive portal.</summary>
    /// <param name="Status">100 to 999.</param>
    public sealed record Refused(int Status) : SstpHttpResponse;

    /// <summary>Not an HTTP answer, or one whose head is longer than we take.</summary>
    public sealed record Malformed : SstpHttpResponse
    {
        internal static readonly Malformed Instance = new();
    }

    /// <summary>
    /// Judges the first bytes of the answer; call it again with more of them while it says <see cref="NeedMore"/>. A refusal is told
    /// from its first line, however long the rest.
    /// </summary>
    public static SstpHttpResponse Parse(ReadOnlySpan<byte> received, int maxHeadLength = SstpHttpRequest.DefaultMaxHeadLength)
    {
        if (!HttpHead.MayBeAnswer(received))
            return Malformed.Instance;

        var bounded = received[..Math.Min(received.Length, maxHeadLength)];
        var lineLength = bounded.IndexOf("\r\n"u8);
        if (lineLength < 0)
            return received.Length < maxHeadLength ? NeedMore.Instance : Malformed.Instance;

        return HttpHead.ReadStatus(bounded[..lineLength]) switch
        {
            null => Malformed.Instance,
            not Ok and { } status => new Refused(status),
            _ => HttpHead.Measure(received, maxHeadLength) switch
            {
                null => Malformed.Instance,
                0 => NeedMore.Instance,
                { } length => new Accepted(length),
            },
        };
    }

    /// <summary>The answer that grants SSTP.</summary>
    /// <param name="date">The value of the Date field (RFC 9110 §5.6.7).</param>
    public static byte[] WriteAccepted(string date) => Write("200 OK", SstpHttpRequest.ContentLength, date, "");

    /// <summary>The answer to a load balancer's probe: 401 is what it takes for a healthy server, 503 for one to leave alone.</summary>
    /// <param name="isReady">Whether new calls are welcome.</param>
    /// <param name="date">The value of the Date field (RFC 9110 §5.6.7).</param>
    public static byte[] WriteProbeAnswer(bool isReady, string date) =>
        isReady ? Write("401 Unauthorized", "0", date, "Connection: close\r\n") : WriteUnavailable(date);

    /// <summary>The answer to a request that finds no room: full, or draining.</summary>
    /// <param name="date">The value of the Date field (RFC 9110 §5.6.7).</param>
    public static byte[] WriteUnavailable(string date) => Write("503 Service Unavailable", "0", date, "Connection: close\r\n");

    private static byte[] Write(string status, string length, string date, string fields)
    {
        if (date.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            throw new ArgumentException("A date is one line of ASCII.", nameof(date));

        return Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Length: {length}\r\nServer: {Server}\r\nDate: {date}\r\n{fields}\r\n");
    }
}
