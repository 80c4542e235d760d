using System.Text;
using Adit.Protocols.Sstp;

namespace Adit.Fuzz.Targets;

/// <summary>The HTTP request: decided once, within the bound, and nothing in its facts that could not be logged.</summary>
internal sealed class SstpHttpRequestTarget : IFuzzTarget
{
    private const string Line = $"SSTP_DUPLEX_POST {SstpHttpRequest.Path}?tenantid=contoso HTTP/1.1\r\n";
    private const string ContentLength = $"Content-Length: {SstpHttpRequest.ContentLength}\r\n";

    public string Name => "sstp-http-request";

    public IEnumerable<byte[]> Seeds =>
    [
        SstpHttpRequest.Write("vpn.example.com", Guid.Empty),
        Encoding.ASCII.GetBytes($"{Line}Host: a\r\n{ContentLength}SSTPCORRELATIONID: f7fc0718-c386-4d9a-b529-973827075aa7\r\n\r\n"),
        Encoding.ASCII.GetBytes($"HEAD {SstpHttpRequest.Path} HTTP/1.1\r\nHost: a\r\n\r\n"),
    ];

    /// <summary>Puts right what every request must have, and so mutates only the other fields.</summary>
    public byte[] Repair(byte[] input)
    {
        var fields = Encoding.Latin1.GetString(input).Split("\r\n").Skip(1)
            .Where(field => field.IndexOf(':', StringComparison.Ordinal) > 0 && !field.StartsWith("Content-Length", StringComparison.OrdinalIgnoreCase));
        return Encoding.Latin1.GetBytes($"{Line}{ContentLength}{string.Join("\r\n", fields)}\r\n\r\n");
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        GrowingInput.Check(input, bytes => SstpHttpRequest.Parse(bytes.Span), Need(input));
        switch (SstpHttpRequest.Parse(input.Span))
        {
            case SstpHttpRequest.Sstp request:
                CheckHead(input, request.HeadLength);
                CheckText(request.Host);
                CheckText(request.Query);
                return true;
            case SstpHttpRequest.SstpProbe probe:
                CheckHead(input, probe.HeadLength);
                return true;
            case SstpHttpRequest.NeedMore:
                BrokenLawException.ThrowUnless(input.Length < SstpHttpRequest.DefaultMaxHeadLength, "Waiting has a bound.");
                return false;
            default:
                return false;
        }
    }

    private static SstpHttpRequest Need(ReadOnlyMemory<byte> input) => SstpHttpRequest.Parse(input.Span[..0]);

    private static void CheckHead(ReadOnlyMemory<byte> input, int length) => BrokenLawException.ThrowUnless(
        length <= input.Length && length <= SstpHttpRequest.DefaultMaxHeadLength && input.Span[..length].EndsWith("\r\n\r\n"u8),
        "A head ends where it says.");

    private static void CheckText(string? text) => BrokenLawException.ThrowUnless(
        text is null || !text.AsSpan().ContainsAnyExceptInRange('!', '~'), "Text that is given out is visible ASCII.");
}
