using Adit.Protocols.Calls;
using Adit.Protocols.Crypto;
using Adit.Protocols.Sstp;

namespace Adit.Protocols.Tests.Sstp;

/// <summary>The server while a client binds its authentication to the connection ([MS-SSTP] §3.3.5.2.3).</summary>
public sealed class SstpServerBindingTests : SstpServerScript
{
    [Fact]
    public void A_request_with_a_binding_is_answered_with_attribute_not_supported() => AssertNak(
        SstpMessages.Control(1, SstpMessages.Attribute(1, 0, 1), SstpMessages.Attribute(3, new byte[100])),
        SstpAttributeId.CryptoBinding, SstpStatus.AttribNotSupportedInMsg);

    [Fact]
    public void The_right_binding_connects()
    {
        var server = Granted(out var nonce);
        server.Do(s => s.HandleKeys(SstpPair.Keys, Now), Now);

        server.Receive(Binding(nonce), Now);

        Assert.True(server.Session.IsConnected);
        Assert.True(server.Has<TunnelEvent.Connected>());
    }

    [Fact]
    public void A_binding_that_comes_before_the_keys_waits_for_them()
    {
        var server = Granted(out var nonce);
        server.Receive(Binding(nonce), Now);
        Assert.False(server.Has<TunnelEvent.BindingOffered>());

        server.Do(s => s.HandleKeys(SstpPair.Keys, Now), Now);

        Assert.True(server.Session.IsConnected);
    }

    [Fact]
    public void A_second_binding_before_the_keys_is_unaccepted()
    {
        var server = Granted(out var nonce);
        server.Receive(Binding(nonce), Now);

        server.Receive(Binding(nonce), Now);

        AssertUnaccepted(server, SstpMessageType.CallConnected);
    }

    [Fact]
    public void A_second_binding_once_connected_is_unaccepted()
    {
        var server = Connected(out var nonce);

        server.Receive(Binding(nonce), Now);

        AssertUnaccepted(server, SstpMessageType.CallConnected);
    }

    [Fact]
    public void A_binding_made_with_other_keys_is_refused()
    {
        var server = Granted(out var nonce);
        server.Do(s => s.HandleKeys(SstpPair.CreateKeys(8), Now), Now);

        server.Receive(Binding(nonce), Now);

        AssertBindingRefused(server, new SstpFailure.CompoundMacWrong());
    }

    [Fact]
    public void A_binding_made_with_zeros_is_refused_where_keys_were_made()
    {
        var server = Granted(out var nonce);
        server.Do(s => s.HandleKeys(SstpPair.Keys, Now), Now);

        server.Receive(Binding(nonce, keys: SessionKeys.NotGenerated), Now);

        AssertBindingRefused(server, new SstpFailure.CompoundMacWrong());
    }

    [Fact]
    public void A_method_without_keys_binds_with_zeros()
    {
        var server = Granted(out var nonce);
        server.Do(s => s.HandleKeys(SessionKeys.NotGenerated, Now), Now);

        server.Receive(Binding(nonce, keys: SessionKeys.NotGenerated), Now);

        Assert.True(server.Session.IsConnected);
    }

    [Fact]
    public void A_binding_with_another_nonce_is_refused()
    {
        var server = Granted();

        server.Receive(Binding(new byte[32]), Now);

        AssertBindingRefused(server, new SstpFailure.NonceWrong());
    }

    [Fact] // row B23
    public void A_binding_to_another_certificate_is_refused_and_both_are_named()
    {
        var server = Granted(out var nonce);
        var intercepting = CertificateHashes.Of("an intercepting proxy's"u8);

        server.Receive(Binding(nonce, certificate: intercepting), Now);

        AssertBindingRefused(server, new SstpFailure.CertificateDiffers(
            Convert.ToHexString(intercepting.Sha256.Span), Convert.ToHexString(SstpPair.Certificate.Sha256.Span)));
    }

    [Fact]
    public void A_binding_with_SHA_1_is_a_downgrade_where_SHA_256_was_offered()
    {
        var server = Granted(out var nonce);

        server.Receive(Binding(nonce, SstpHashProtocol.Sha1), Now);

        AssertBindingRefused(
            server, new SstpFailure.HashProtocolRefused(SstpHashProtocol.Sha1, SstpHashProtocol.Sha1 | SstpHashProtocol.Sha256));
    }

    [Fact]
    public void A_binding_with_SHA_1_is_right_where_nothing_else_was_offered()
    {
        var server = Granted(out var nonce, new SstpServerOptions { HashProtocols = SstpHashProtocol.Sha1 });
        server.Do(s => s.HandleKeys(SstpPair.Keys, Now), Now);

        server.Receive(Binding(nonce, SstpHashProtocol.Sha1), Now);

        Assert.True(server.Session.IsConnected);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(0x82)]
    public void A_binding_with_a_hash_that_is_not_exactly_one_is_refused(byte hash)
    {
        var server = Granted(out var nonce);
        var binding = Binding(nonce);
        binding[15] = hash;

        server.Receive(binding, Now);

        AssertBindingRefused(
            server, new SstpFailure.HashProtocolRefused((SstpHashProtocol)hash, SstpHashProtocol.Sha1 | SstpHashProtocol.Sha256));
    }

    [Theory]
    [InlineData("10010008 0004 0000", SstpStatus.RequiredAttributeMissing)]
    [InlineData("1001000E 0004 0001 00030006 0000", SstpStatus.InvalidAttribValueLength)]
    [InlineData("1001000E 0004 0001 00030070 0000", SstpStatus.InvalidAttribValueLength)]
    public void A_binding_that_is_missing_or_of_a_wrong_length_is_attribute_not_supported(string hex, SstpStatus found)
    {
        var server = Granted();

        server.Receive(SstpMessages.Hex(hex), Now);

        AssertAborts(server, SstpAttributeId.StatusInfo, SstpStatus.AttribNotSupportedInMsg, new SstpFailure.MessageInvalid(
            SstpMessageType.CallConnected, new SstpFault(SstpAttributeId.CryptoBinding, found)));
    }

    [Fact]
    public void An_answer_that_nobody_asked_for_connects_nothing()
    {
        var server = Granted(out var nonce);
        server.Receive(Binding(nonce), Now);

        server.Do(s => s.HandleAnswer(new TunnelAnswer.BindingChecked(IsRight: true), Now), Now);

        Assert.False(server.Session.IsConnected);
    }

    [Fact]
    public void A_right_answer_that_comes_after_an_abort_connects_nothing()
    {
        var server = Granted(out var nonce);
        server.Check = _ => null;
        server.Do(s => s.HandleKeys(SstpPair.Keys, Now), Now);
        server.Receive(Binding(nonce), Now);
        server.Receive(SstpMessages.EchoRequest, Now);

        server.Do(s => s.HandleAnswer(new TunnelAnswer.BindingChecked(IsRight: true), Now), Now);

        Assert.False(server.Session.IsConnected);
    }

    [Fact]
    public void Frames_pass_between_the_grant_and_the_binding()
    {
        var server = Granted();

        server.Receive(SstpMessages.Data, Now);

        Assert.Equal([0xff, 0x03, 0xc0, 0x21], Assert.Single(server.Frames));
    }
}
