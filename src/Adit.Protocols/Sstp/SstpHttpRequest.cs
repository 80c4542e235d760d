using System.Globalization;
using System.Text;
using Adit.Protocols.Http;

namespace Adit.Protocols.Sstp;

/// <summary>
/// The HTTP request that SSTP begins with ([MS-SSTP] §3.2.4.1), and what else the first bytes of a connection may turn out to be.
/// </summary>
public abstract record SstpHttpRequest
{
    /// <summary>How long a head may be, in bytes, where nothing else is configured. Windows sends fewer than 300.</summary>
    public const int DefaultMaxHeadLength = 4096;

    internal const string Path = "/sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/";
    internal const string ContentLength = "18446744073709551615";

    private const string Method = "SSTP_DUPLEX_POST ";
    private const string ProbeMethod = "HEAD ";
    private const string EncodedPath = "/sra_%7BBA195980-CD49-458b-9E23-C84EE0ADCD75%7D/";

    private SstpHttpRequest()
    {
    }

    /// <summary>Nothing can be said yet.</summary>
    public sealed record NeedMore : SstpHttpRequest
    {
        internal static readonly NeedMore Instance = new();
    }

    /// <summary>A client asks for SSTP.</summary>
    /// <param name="HeadLength">Bytes of the head; what follows it is SSTP already.</param>
    /// <param name="CorrelationId">The id under which the client logs the call; null where it sent none that can be read.</param>
    /// <param name="Host">The host it asked for, as sent; null where it sent none.</param>
    /// <param name="Query">What followed the question mark, as sent; null where there was none.</param>
    public sealed record Sstp(int HeadLength, Guid? CorrelationId, string? Host, string? Query) : SstpHttpRequest;

    /// <summary>A load balancer asks whether SSTP is served here.</summary>
    /// <param name="HeadLength">Bytes of the head.</param>
    public sealed record SstpProbe(int HeadLength) : SstpHttpRequest;

    /// <summary>Not for SSTP: leave it, from its first byte, to the web server.</summary>
    public sealed record Other : SstpHttpRequest
    {
        internal static readonly Other Instance = new();
    }

    /// <summary>A request for SSTP that is none, or whose head is longer than we take.</summary>
    public sealed record Malformed : SstpHttpRequest
    {
        internal static readonly Malformed Instance = new();
    }

    /// <summary>
    /// Judges the first bytes of a connection; call it again with more of them while it says <see cref="NeedMore"/>. What is not for
    /// SSTP is told from the first byte that differs, so that the bound never falls on other requests.
    /// </summary>
    public static SstpHttpRequest Parse(ReadOnlySpan<byte> received, int maxHeadLength = DefaultMaxHeadLength)
    {
        var isProbe = received.StartsWith((byte)'H');
        if (!AgreesWith(received, isProbe ? ProbeMethod : Method))
            return Other.Instance;

        return HttpHead.Measure(received, maxHeadLength) switch
        {
            null => Malformed.Instance,
            0 => NeedMore.Instance,
            { } length => ParseHead(received[..length], isProbe),
        };
    }

    /// <summary>The client's request.</summary>
    /// <param name="host">The server's name as it was dialled, with a port where that is not 443.</param>
    /// <param name="correlationId">The id under which both sides log the call.</param>
    public static byte[] Write(string host, Guid correlationId)
    {
        if (!HttpHead.IsVisible(Encoding.UTF8.GetBytes(host)))
            throw new ArgumentException("A host name is visible ASCII.", nameof(host));

        var id = correlationId.ToString("B", CultureInfo.InvariantCulture).ToUpperInvariant();
        return Encoding.ASCII.GetBytes(
            $"{Method}{Path} HTTP/1.1\r\nSSTPCORRELATIONID: {id}\r\nContent-Length: {ContentLength}\r\nHost: {host}\r\n\r\n");
    }

    /// <summary>Whether what has come agrees, as far as it goes, with this method and the SSTP path.</summary>
    private static bool AgreesWith(ReadOnlySpan<byte> received, string method)
    {
        var compared = Math.Min(received.Length, method.Length);
        var target = received[compared..];
        return Ascii.Equals(received[..compared], method.AsSpan(0, compared)) && (IsAt(target, Path) || IsAt(target, EncodedPath));
    }

    private static bool IsAt(ReadOnlySpan<byte> target, string path)
    {
        var compared = Math.Min(target.Length, path.Length);
        return Ascii.EqualsIgnoreCase(target[..compared], path.AsSpan(0, compared))
            && (target.Length <= path.Length || target[path.Length] is (byte)' ' or (byte)'?');
    }

    private static SstpHttpRequest ParseHead(ReadOnlySpan<byte> head, bool isProbe)
    {
        var rest = head;
        if (!TryReadQuery(HttpHead.TakeLine(ref rest), isProbe, out var query) || !TryReadFields(rest, out var fields))
            return Malformed.Instance;

        return (isProbe, fields.HasRightLength) switch
        {
            (true, _) => new SstpProbe(head.Length),
            (false, true) => new Sstp(head.Length, fields.CorrelationId, fields.Host, query),
            (false, false) => Malformed.Instance,
        };
    }

    /// <summary>Probes of load balancers may still speak HTTP/1.0; SSTP itself needs 1.1.</summary>
    private static bool TryReadQuery(ReadOnlySpan<byte> line, bool isProbe, out string? query)
    {
        query = null;
        var target = line[(line.IndexOf((byte)' ') + 1)..];
        var end = target.IndexOf((byte)' ');
        if (end < 0 || !HttpHead.IsVisible(target[..end]))
            return false;

        var question = target[..end].IndexOf((byte)'?');
        query = question < 0 ? null : Encoding.ASCII.GetString(target[(question + 1)..end]);
        var version = target[(end + 1)..];
        return version.SequenceEqual("HTTP/1.1"u8) || (isProbe && version.SequenceEqual("HTTP/1.0"u8));
    }

    private static bool TryReadFields(ReadOnlySpan<byte> rest, out Fields fields)
    {
        fields = default;
        var lengths = 0;
        for (var line = HttpHead.TakeLine(ref rest); !line.IsEmpty; line = HttpHead.TakeLine(ref rest))
        {
            if (!HttpHead.TrySplitField(line, out var name, out var value))
                return false;

            if (HttpHead.Is(name, "content-length"u8))
                fields.HasRightLength = ++lengths == 1 && Ascii.Equals(value, ContentLength);
            else if (HttpHead.Is(name, "host"u8) && HttpHead.IsVisible(value))
                fields.Host ??= Encoding.ASCII.GetString(value);
            else if (HttpHead.Is(name, "sstpcorrelationid"u8) && Guid.TryParse(Encoding.Latin1.GetString(value), out var id))
                fields.CorrelationId ??= id;
        }

        return true;
    }

    private struct Fields
    {
        public bool HasRightLength;
        public string? Host;
        public Guid? CorrelationId;
    }
}
