using System.Security.Cryptography;
using Adit.Protocols;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;
using BenchmarkDotNet.Attributes;

namespace Adit.Benchmarks;

/// <summary>What a log-in takes; beside one SHA-256 of 64 bytes.</summary>
public class LogInBenchmarks
{
    private static readonly byte[] Challenge = new byte[16];

    private readonly byte[] _block = new byte[64];
    private readonly byte[] _ntHash = MsChapV2.NtPasswordHash("Pass-w0rd");
    private readonly RadiusSecret _secret = new("a shared secret"u8);
    private readonly byte[] _request;
    private readonly MsChapV2Exchange _exchange;

    public LogInBenchmarks()
    {
        var response = new byte[24];
        MsChapV2.NtResponse(Challenge, Challenge, "alice"u8, _ntHash, response);
        _exchange = new MsChapV2Exchange(1, "alice", Challenge, Challenge, response);
        byte[] message = [(byte)RadiusCode.AccessRequest, 1, 7, .. "alice"u8, 2, 11, .. "Pass-w0rd"u8, 4, 6, 10, 0, 0, 1];
        _request = SentRequest.TryCreate(message, identifier: 1, _secret, new Zeros())!.Packet.ToArray();
    }

    [Benchmark(Baseline = true, Description = "SHA-256 of a block")]
    public byte[] Hash() => SHA256.HashData(_block);

    [Benchmark(Description = "verify an MS-CHAPv2 response")]
    public bool VerifyResponse() => MsChapV2.Verify(_exchange, _ntHash);

    [Benchmark(Description = "make the answer to it, and the keys")]
    public SessionKeys Answer()
    {
        _ = MsChapV2.AuthenticatorResponse(_exchange, _ntHash);
        return MsChapV2.DeriveKeys(_ntHash, _exchange.NtResponse.Span);
    }

    [Benchmark(Description = "read and verify a RADIUS request")]
    public RadiusFault ReadRequest() => ReceivedRequest.TryReceive(_request, _secret, needsMessageAuthenticator: true, out _);

    private sealed class Zeros : IRandomSource
    {
        public void Fill(Span<byte> destination) => destination.Clear();
    }
}
