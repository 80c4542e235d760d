using System.Text;
using Adit.Protocols.Http;

namespace Adit.Fuzz.Targets;

/// <summary>
/// A proxy's answers, each over a connection of its own: decided once, within the bound, after few requests; and nothing that the proxy
/// says becomes a line of ours.
/// </summary>
internal sealed class ProxyDialogTarget : IFuzzTarget
{
    private const int MostRequests = 4;
    private const string Line = "HTTP/1.1 407 No\r\nProxy-Authenticate: ";
    private const string HeadEnd = "\r\n\r\n";

    public string Name => "proxy-dialog";

    public IEnumerable<byte[]> Seeds =>
    [
        Encoding.ASCII.GetBytes("HTTP/1.0 200 Connection established\r\nProxy-agent: tinyproxy/1.11.1\r\n\r\n"),
        Encoding.ASCII.GetBytes(
            $"{Line}Basic realm=\"b\", Digest realm=\"p\", nonce=\"one\", qop=\"auth,auth-int\", algorithm=SHA-256, opaque=\"o\"\r\n\r\n"
            + $"{Line}Digest realm=\"p\\\"\", nonce=\"two\", qop=\"auth\", stale=true\r\n\r\n"
            + "HTTP/1.1 200 OK\r\nProxy-Authentication-Info: nextnonce=\"three\"\r\n\r\n"),
        Encoding.ASCII.GetBytes($"{Line}NTLM TlRMTVNTUAAC==, Basic realm=x\r\n\r\nHTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\n\r\n"),
    ];

    /// <summary>Each answer becomes one challenge, of whatever there is that a field may hold.</summary>
    public byte[] Repair(byte[] input)
    {
        var answers = Encoding.Latin1.GetString(input).Split(HeadEnd, StringSplitOptions.RemoveEmptyEntries);
        return Encoding.Latin1.GetBytes(string.Concat(answers.Select(answer => $"{Line}{ValueOf(answer)}{HeadEnd}")));
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        GrowingInput.Check(input, bytes => ConnectAnswer.Parse(bytes.Span), ConnectAnswer.Parse([]));
        BrokenLawException.ThrowUnless(
            ConnectAnswer.Parse(input.Span) is not ConnectAnswer.NeedMore || input.Length < ConnectAnswer.MaxHeadLength, "Waiting has a bound.");
        Talk(input.Span);
        return ConnectAnswer.Parse(input.Span) is ConnectAnswer.Head;
    }

    private static string ValueOf(string answer) =>
        string.Concat((answer.StartsWith(Line, StringComparison.Ordinal) ? answer[Line.Length..] : answer).Where(c => c is >= ' ' and not '\x7f'));

    private static void Talk(ReadOnlySpan<byte> answers)
    {
        var dialog = new ProxyDialog("vpn.example.org:443", new ProxyCredential("user", "pass\"word"), new FixedRandom());
        for (var requests = 1; !answers.IsEmpty; requests++)
        {
            CheckRequest(Encoding.UTF8.GetString(dialog.WriteRequest()));
            var end = answers.IndexOf("\r\n\r\n"u8);
            var answer = end < 0 ? answers : answers[..(end + HeadEnd.Length)];
            answers = answers[answer.Length..];
            if (dialog.Handle(answer) is not ProxyStep.Again)
                return;

            BrokenLawException.ThrowUnless(requests < MostRequests, "A proxy is asked a few times at most.");
        }
    }

    private static void CheckRequest(string request)
    {
        var lines = request.Split("\r\n");
        BrokenLawException.ThrowUnless(
            lines is [_, _, "", ""] or [_, _, _, "", ""] && !lines.Any(line => line.Any(c => c is < ' ' or '\x7f')), "A request has our lines and no other.");
    }
}
