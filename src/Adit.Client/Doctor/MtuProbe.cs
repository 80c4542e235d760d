using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Adit.Diagnosis.Findings;

namespace Adit.Client.Doctor;

/// <summary>
/// Looks for a path on which large packets vanish. It needs no ICMP, which is what such paths swallow: it makes TLS and sends a long
/// request in full segments, and where no answer comes, the same again in smaller ones, and then once more in full: a server that is only
/// slow answers that.
/// </summary>
/// <param name="endPoint">The server.</param>
/// <param name="name">Its name in TLS.</param>
/// <param name="time">How long an answer may take.</param>
internal sealed class MtuProbe(IPEndPoint endPoint, string name, TimeSpan time)
{
    private const int TcpMaxSegment = 2; // TCP_MAXSEG
    private const int PaddingLength = 2800;
    private const int TimestampLength = 12;

    /// <summary>What common tunnels leave of a segment; the last passes wherever IPv4 does.</summary>
    private static readonly int[] SmallerSegments = [1400, 1340, 1220, 1000, 536];

    private int HeadersLength => endPoint.AddressFamily is AddressFamily.InterNetworkV6 ? 60 : 40;

    /// <summary>What is to be said; null where the server answers neither way, so that size is not the matter.</summary>
    public async Task<Finding?> RunAsync(CancellationToken cancellation)
    {
        var (answers, segment) = await AnswersAsync(null, cancellation);
        var full = segment + TimestampLength + HeadersLength;
        if (answers)
            return Finding.Good("packet size", "Packets of full size pass.", FormattableString.Invariant($"up to {full} bytes"));

        var smaller = SmallerSegments.Where(size => size < segment).ToArray();
        var passed = await Task.WhenAll(smaller.Select(size => AnswersAsync(size, cancellation)));
        var largest = smaller.Where((_, at) => passed[at].Answers).DefaultIfEmpty().Max();
        if (largest > 0 && (await AnswersAsync(null, cancellation)).Answers)
            return Finding.Good("packet size", "Packets of full size pass.", FormattableString.Invariant($"up to {full} bytes, at the second try"));

        return largest == 0 ? null : Finding.AtClient("packet size", new PlaceFault.LargePacketsVanish(largest + HeadersLength, full));
    }

    /// <summary>Whether the server answers a long request in segments of this size, and the size of the segments.</summary>
    private async Task<(bool Answers, int Segment)> AnswersAsync(int? segment, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(time);
        var size = segment ?? 1448;
        try
        {
            using var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (segment is { } wanted)
                socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, TcpMaxSegment, BitConverter.GetBytes(wanted));
            await socket.ConnectAsync(endPoint, patience.Token);
            size = segment ?? ReadSegment(socket);
            await using var tls = new SslStream(new NetworkStream(socket));
            await tls.AuthenticateAsClientAsync(Options(), patience.Token);
            await tls.WriteAsync(NewRequest(), patience.Token);
            _ = await tls.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, patience.Token);
            return (true, size);
        }
        catch (OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return (false, size);
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException)
        {
            return (true, size); // it was said aloud: what we sent arrived, and what it sent, too
        }
    }

    private static int ReadSegment(Socket socket)
    {
        Span<byte> value = stackalloc byte[sizeof(int)];
        socket.GetRawSocketOption((int)SocketOptionLevel.Tcp, TcpMaxSegment, value);
        return BitConverter.ToInt32(value);
    }

    /// <summary>Nothing is believed of what is heard, only that it is.</summary>
    private SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = name,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateChainPolicy = new System.Security.Cryptography.X509Certificates.X509ChainPolicy
        {
            RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck, DisableCertificateDownloads = true,
        },
        RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
    };

    private byte[] NewRequest() => Encoding.ASCII.GetBytes(
        $"GET / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\nX-Padding: {new string('a', PaddingLength)}\r\n\r\n");
}
