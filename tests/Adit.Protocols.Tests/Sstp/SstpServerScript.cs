using Adit.Protocols.Crypto;
using Adit.Protocols.Sstp;

namespace Adit.Protocols.Tests.Sstp;

/// <summary>A server brought to the state that a test begins in, and what it is to have said and done at the end.</summary>
public abstract class SstpServerScript
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private protected Moment Now { get; set; } = Moment.Start;

    private protected static SstpEnd Create(SstpServerOptions? options = null) =>
        new(new SstpServerSession(options ?? new(), SstpPair.Certificate, new SeededRandomSource(1)));

    private protected static byte[] Binding(
        byte[] nonce, SstpHashProtocol hash = SstpHashProtocol.Sha256, CertificateHashes? certificate = null, SessionKeys? keys = null) =>
        CryptoBinding.Sign(hash, nonce, certificate ?? SstpPair.Certificate, keys ?? SstpPair.Keys);

    private protected SstpEnd Opened(SstpServerOptions? options = null)
    {
        var server = Create(options);
        server.Open(Now);
        return server;
    }

    private protected SstpEnd Granted() => Granted(out _);

    private protected SstpEnd Granted(out byte[] nonce, SstpServerOptions? options = null)
    {
        var server = Opened(options);
        server.Receive(SstpMessages.ConnectRequest, Now);
        nonce = [.. server.Wire[16..48]];
        server.Wire.Clear();
        return server;
    }

    private protected SstpEnd Connected() => Connected(out _);

    private protected SstpEnd Connected(out byte[] nonce)
    {
        var server = Granted(out nonce);
        server.Do(s => s.HandleKeys(SstpPair.Keys, Now), Now);
        server.Receive(Binding(nonce), Now);
        return server;
    }

    private protected void TimeOut(SstpEnd server, TimeSpan after)
    {
        Assert.Equal(Now + after, server.Session.NextDeadline);
        Now += after;
        server.Do(s => s.HandleTimeout(Now), Now);
    }

    private protected void AssertNak(byte[] request, SstpAttributeId attribute, SstpStatus status)
    {
        var server = Opened();

        server.Receive(request, Now);

        Assert.True(CallConnectNak.TryParse(SstpMessages.Parse([.. server.Wire]), out var nak, out _));
        var info = Assert.Single(nak.StatusInfos);
        Assert.Equal(new SstpFault(attribute, status), new SstpFault(info.Attribute, info.Status));
    }

    private protected void AssertUnaccepted(SstpEnd server, SstpMessageType type) =>
        AssertAborts(server, SstpAttributeId.NoError, SstpStatus.UnacceptedFrameReceived, new SstpFailure.MessageUnexpected(type));

    private protected void AssertBindingRefused(SstpEnd server, SstpFailure failure) =>
        AssertAborts(server, SstpAttributeId.CryptoBinding, SstpStatus.ValueNotSupported, failure);

    /// <summary>One Call Abort with this status, then, three seconds on, the end with this failure.</summary>
    private protected void AssertAborts(SstpEnd server, SstpAttributeId attribute, SstpStatus status, SstpFailure failure)
    {
        Assert.Equal(SstpMessages.Abort((byte)attribute, (byte)status), server.Wire);
        Assert.False(server.Session.IsConnected);
        TimeOut(server, 3 * _second);
        Assert.Equal(failure, server.Failure);
    }
}
