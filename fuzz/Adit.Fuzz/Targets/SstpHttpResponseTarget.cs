using System.Text;
using Adit.Protocols.Sstp;

namespace Adit.Fuzz.Targets;

/// <summary>The HTTP answer: decided once and within the bound.</summary>
internal sealed class SstpHttpResponseTarget : IFuzzTarget
{
    private const string Date = "Thu, 09 Nov 2006 00:51:09 GMT";

    public string Name => "sstp-http-response";

    public IEnumerable<byte[]> Seeds =>
    [
        SstpHttpResponse.WriteAccepted(Date),
        SstpHttpResponse.WriteUnavailable(Date),
        Encoding.ASCII.GetBytes("HTTP/1.0 302 Found\r\nLocation: http://portal.example/\r\n\r\n"),
    ];

    public byte[] Repair(byte[] input)
    {
        var copy = input.ToArray();
        "HTTP/1.1 200\r\n"u8[..Math.Min(14, copy.Length)].CopyTo(copy);
        return [.. copy, .. "\r\n\r\n"u8];
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        GrowingInput.Check(input, bytes => SstpHttpResponse.Parse(bytes.Span), SstpHttpResponse.Parse([]));
        switch (SstpHttpResponse.Parse(input.Span))
        {
            case SstpHttpResponse.Accepted accepted:
                BrokenLawException.ThrowUnless(
                    accepted.HeadLength <= input.Length && input.Span[..accepted.HeadLength].EndsWith("\r\n\r\n"u8), "A head ends where it says.");
                return true;
            case SstpHttpResponse.Refused refused:
                BrokenLawException.ThrowUnless(refused.Status is >= 100 and <= 999 and not 200, "A refusal has a status.");
                return true;
            case SstpHttpResponse.NeedMore:
                BrokenLawException.ThrowUnless(input.Length < SstpHttpRequest.DefaultMaxHeadLength, "Waiting has a bound.");
                return false;
            default:
                return false;
        }
    }
}
