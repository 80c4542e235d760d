using Adit.Protocols.Calls;
using Adit.Protocols.Crypto;
using Adit.Protocols.Eap;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;
using Adit.Protocols.Tests.Sstp;

namespace Adit.Protocols.Tests.Calls;

/// <summary>The order of authentication, binding and data in a whole call, and clients that break it.</summary>
public sealed class CallBindingTests
{
    private const int NonceOffset = 16;
    private const int CertificateHashOffset = 48;

    [Fact]
    public void A_client_that_binds_only_once_its_interface_is_up_is_let_in()
    {
        var pair = WithConnectedHeldBack(out var held);
        pair.RunUntil(() => pair.Client.IsOpen && HasNetwork(pair.Server));

        pair.Client.SendPacket([0x45, 1], pair.Now);
        pair.Exchange();
        Assert.Equal(CallStage.Addressing, pair.Server.Call.Stage);

        pair.Client.Wire.AddRange(held[0]);
        pair.Client.SendPacket([0x45, 2], pair.Now);
        pair.Exchange();
        Assert.True(pair.AreBothOpen);
        Assert.Equal(["4502"], pair.Server.Packets); // the one that overtook the binding was dropped
    }

    [Fact]
    public void A_client_that_binds_before_it_is_authenticated_is_let_in_once_it_is()
    {
        var early = ConnectedOfSameSeed();
        var pair = new CallPair();
        var isSent = false;
        pair.Client.Rewrite = message =>
        {
            if (IsConnected(message))
                return null;
            if (isSent || message[1] == 1)
                return message;
            isSent = true;
            return [.. early, .. message]; // with the first frame of LCP
        };

        pair.Open();

        Assert.True(isSent);
    }

    [Theory]
    [InlineData(EapType.MsChapV2)]
    [InlineData(EapType.Md5Challenge)]
    public void The_keys_of_a_method_of_EAP_bind_the_call(EapType method)
    {
        var pair = new CallPair(ppp: new PppOptions { Methods = [PppMethod.Eap] });
        pair.Server.Answers.EapMethod = pair.Client.Answers.EapMethod = method;

        pair.Open();

        Assert.True(pair.AreBothOpen);
        Assert.Equal(method is EapType.MsChapV2, pair.Client.Told<PppEvent.Authenticated>().Keys.AreGenerated);
    }

    [Fact]
    public void Binding_alone_lets_nobody_in()
    {
        var early = ConnectedOfSameSeed();
        var pair = new CallPair();
        pair.Client.Rewrite = message => IsOfType(message, SstpMessageType.CallConnectRequest) ? [.. message, .. early] : null;

        pair.Begin().RunUntil(() => pair.Server.IsClosed);

        Assert.DoesNotContain(CallStage.Open, pair.Server.Stages);
        Assert.Equal(new PppFailure.LinkNotAnswered(10), pair.Server.Failure);
    }

    [Fact]
    public void Data_before_the_binding_is_dropped_and_too_much_of_it_ends_the_call()
    {
        var pair = WithConnectedHeldBack(out _, new CallOptions { MaxEarlyPackets = 10 });
        pair.RunUntil(() => pair.Client.IsOpen && HasNetwork(pair.Server));

        for (var i = 0; i < 10; i++)
            pair.Client.SendPacket([0x45, 1], pair.Now);
        pair.Exchange();
        Assert.False(pair.Server.IsClosed);

        for (var i = 0; i < 1_000; i++)
            pair.Client.SendPacket([0x45, 1], pair.Now);
        pair.RunToTheEnd();

        Assert.Equal(new CallFailure.DataBeforeConnected(11), pair.Server.Failure);
        Assert.Empty(pair.Server.Packets);
    }

    [Fact]
    public void A_wrong_nonce_ends_the_call() => AssertRefused(
        message => Spoil(message, NonceOffset), new SstpFailure.NonceWrong());

    [Fact]
    public void A_binding_of_another_call_ends_the_call()
    {
        var other = new CallPair(seed: 99).Open().Client.Sent.Single(IsConnected);

        AssertRefused(_ => other, new SstpFailure.NonceWrong());
    }

    [Fact]
    public void A_wrong_MAC_ends_the_call() => AssertRefused(
        message => Spoil(message, CallConnected.CompoundMacOffset), new SstpFailure.CompoundMacWrong());

    [Fact]
    public void Another_certificate_ends_the_call() => Assert.IsType<SstpFailure.CertificateDiffers>(
        Refuse(message => Spoil(message, CertificateHashOffset)).Server.Failure);

    [Fact]
    public void A_binding_with_the_keys_of_a_method_without_keys_ends_the_call() => AssertRefused(
        message => CryptoBinding.Sign(
            SstpHashProtocol.Sha256, message.AsMemory(NonceOffset..CertificateHashOffset), SstpPair.Certificate, SessionKeys.NotGenerated),
        new SstpFailure.CompoundMacWrong());

    [Fact]
    public void A_downgraded_hash_ends_the_call_though_it_is_signed_with_the_right_keys()
    {
        var pair = new CallPair();
        pair.Client.Rewrite = message => IsConnected(message)
            ? CryptoBinding.Sign(
                SstpHashProtocol.Sha1,
                message.AsMemory(NonceOffset..CertificateHashOffset),
                SstpPair.Certificate,
                pair.Server.Told<PppEvent.Authenticated>().Keys)
            : message;

        pair.Begin().RunToTheEnd();

        Assert.IsType<SstpFailure.HashProtocolRefused>(pair.Server.Failure);
        AssertAborted(pair);
    }

    [Fact]
    public void A_refused_binding_is_told_to_the_client_as_what_it_is() =>
        Assert.IsType<SstpFailure.BindingRefusedByServer>(
            Refuse(message => Spoil(message, CallConnected.CompoundMacOffset)).Client.Failure);

    [Fact]
    public void No_frame_of_PPP_is_sent_behind_an_abort()
    {
        var pair = Refuse(message => Spoil(message, CallConnected.CompoundMacOffset));

        Assert.Equal(1, pair.Server.Sent[^1][1]);
        Assert.Equal(SstpMessageType.CallAbort, pair.Server.SentControl.Last());
        Assert.Equal(pair.Server.Sent.FindIndex(IsAbort), pair.Server.Sent.Count - 1);
    }

    [Fact]
    public void A_session_that_was_bound_cannot_be_bound_again()
    {
        var pair = new CallPair().Open();

        pair.Client.Wire.AddRange(pair.Client.Sent.Single(IsConnected));
        pair.RunToTheEnd();

        Assert.Equal(new SstpFailure.MessageUnexpected(SstpMessageType.CallConnected), pair.Server.Failure);
    }

    private static void AssertRefused(Func<byte[], byte[]> forge, SstpFailure failure)
    {
        var pair = Refuse(forge);

        Assert.Equal(failure, pair.Server.Failure);
        AssertAborted(pair);
    }

    private static void AssertAborted(CallPair pair)
    {
        Assert.Contains(pair.Server.Sent, message => message.AsSpan().SequenceEqual(
            SstpMessages.Abort((byte)SstpAttributeId.CryptoBinding, (byte)SstpStatus.ValueNotSupported)));
        Assert.DoesNotContain(CallStage.Open, pair.Server.Stages);
    }

    private static CallPair Refuse(Func<byte[], byte[]> forge)
    {
        var pair = new CallPair();
        pair.Client.Rewrite = message => IsConnected(message) ? forge(message) : message;
        pair.Begin().RunToTheEnd();
        return pair;
    }

    private static CallPair WithConnectedHeldBack(out List<byte[]> held, CallOptions? options = null)
    {
        var pair = new CallPair(serverOptions: options);
        List<byte[]> kept = [];
        pair.Client.Rewrite = message =>
        {
            if (!IsConnected(message))
                return message;

            kept.Add(message);
            return null;
        };
        held = kept;
        return pair.Begin();
    }

    /// <summary>The binding that a call of the same seed, and so of the same nonce and keys, ends up with.</summary>
    private static byte[] ConnectedOfSameSeed() => new CallPair().Open().Client.Sent.Single(IsConnected);

    private static bool HasNetwork(CallEnd end) => end.Events.Exists(told => told is CallEvent.FromPpp { Event: PppEvent.NetworkOpened });

    private static bool IsConnected(byte[] message) => IsOfType(message, SstpMessageType.CallConnected);

    private static bool IsAbort(byte[] message) => IsOfType(message, SstpMessageType.CallAbort);

    private static bool IsOfType(byte[] message, SstpMessageType type) => message[1] == 1 && message[5] == (byte)type;

    private static byte[] Spoil(byte[] message, int at)
    {
        var spoilt = message.ToArray();
        spoilt[at] ^= 1;
        return spoilt;
    }
}
