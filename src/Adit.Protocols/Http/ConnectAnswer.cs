using System.Text;

namespace Adit.Protocols.Http;

/// <summary>The head of a proxy's answer to CONNECT (RFC 9110 §9.3.6). Its body, where it has one, is never read.</summary>
public abstract record ConnectAnswer
{
    /// <summary>How long a head may be, in bytes. Proxies that name all their policies fill a few KiB.</summary>
    public const int MaxHeadLength = 16 * 1024;

    private ConnectAnswer()
    {
    }

    /// <summary>Nothing can be said yet.</summary>
    public sealed record NeedMore : ConnectAnswer
    {
        internal static readonly NeedMore Instance = new();
    }

    /// <summary>The head is complete.</summary>
    /// <param name="Status">200 to 999.</param>
    /// <param name="Length">Bytes of the head.</param>
    /// <param name="Challenges">The Proxy-Authenticate fields, joined as RFC 9110 §5.3 allows.</param>
    /// <param name="AuthenticationInfo">The Proxy-Authentication-Info fields (RFC 7615 §4), joined likewise.</param>
    public sealed record Head(int Status, int Length, string Challenges, string AuthenticationInfo) : ConnectAnswer;

    /// <summary>Not an HTTP answer, or one whose head is longer than we take.</summary>
    public sealed record Malformed : ConnectAnswer
    {
        internal static readonly Malformed Instance = new();
    }

    /// <summary>Judges the first bytes of the answer; call it again with more of them while it says <see cref="NeedMore"/>.</summary>
    public static ConnectAnswer Parse(ReadOnlySpan<byte> received) => HttpHead.MayBeAnswer(received)
        ? HttpHead.Measure(received, MaxHeadLength) switch
        {
            null => Malformed.Instance,
            0 => NeedMore.Instance,
            { } length => ParseHead(received[..length]),
        }
        : Malformed.Instance;

    private static ConnectAnswer ParseHead(ReadOnlySpan<byte> head)
    {
        var rest = head;
        if (HttpHead.ReadStatus(HttpHead.TakeLine(ref rest)) is not { } status || status < 200)
            return Malformed.Instance;

        List<string> challenges = [], info = [];
        for (var line = HttpHead.TakeLine(ref rest); !line.IsEmpty; line = HttpHead.TakeLine(ref rest))
        {
            if (!HttpHead.TrySplitField(line, out var name, out var value))
                return Malformed.Instance;

            if (HttpHead.Is(name, "proxy-authenticate"u8))
                challenges.Add(Encoding.UTF8.GetString(value));
            else if (HttpHead.Is(name, "proxy-authentication-info"u8))
                info.Add(Encoding.UTF8.GetString(value));
        }

        return new Head(status, head.Length, string.Join(", ", challenges), string.Join(", ", info));
    }
}
