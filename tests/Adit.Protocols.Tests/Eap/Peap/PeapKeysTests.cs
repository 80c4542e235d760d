using Adit.Protocols.Crypto;
using Adit.Protocols.Eap.Peap;

namespace Adit.Protocols.Tests.Eap.Peap;

public sealed class PeapKeysTests
{
    [Theory] // [MS-PEAP] 4.4.1.3.2.3 and 4.4.2.3.2.3, the server's and the peer's
    [InlineData("000C003800000000BDA7A599FA816521AD3064C2BDDBD16EAA949E7D98A8D7943147CF425D85DA7B0CBF105E91755748224FBB83000626911CFB1B0F", false)]
    [InlineData("000C0038000000016C6BA38784237457CCC90B1A908CBDF4711B69994D0CFE8D3DB44ECBCDAD37E942E086071D1C8B8C8E458F7021F06A6EAB16B646", true)]
    public void The_specification_s_bindings_are_read_verified_and_made_alike(string tlv, bool isResponse)
    {
        var key = Convert.FromHexString("3355353B6920D074C782E475DFB0999D4DB467EB");
        Assert.True(PeapTlv.TryParse(Convert.FromHexString(tlv), out var tlvs));
        Assert.True(PeapCryptoBinding.TryParse(Assert.Single(tlvs).Value, out var binding));

        Assert.True(binding!.Verify(isResponse, key));
        Assert.False(binding.Verify(!isResponse, key));
        Assert.Equal(tlv, Convert.ToHexString(PeapCryptoBinding.Sign(isResponse, binding.Nonce, key).ToTlv().ToBytes()));
    }

    [Fact] // by another implementation of 3.1.5.5.2.2 and 3.1.5.7
    public void The_keys_of_tunnel_and_method_make_those_of_binding_and_session()
    {
        Assert.True(SessionKeys.TryCreate(Bytes(16), Bytes(32).AsMemory(16), out var inner));

        var keys = PeapKeys.Derive(Bytes(128), inner);

        Assert.Equal("B98863DC5B8FFFB40F19407BF926C553FD61B6F8", Convert.ToHexString(keys.CompoundMacKey.Span));
        Assert.Equal("C188FDF07A2490B0F5740E4BF2561F440B7190F8BA7F239F96BD25F181335086", Convert.ToHexString(keys.ToSessionKeys().Receive.Span));
        Assert.Equal("DF4681A01E1643FF90C31DC7388EC07559DACF1B6B7111A43B095AABF9C8E241", Convert.ToHexString(keys.ToSessionKeys().Send.Span));
    }

    [Fact]
    public void What_the_method_inside_has_made_goes_into_the_keys()
    {
        Assert.True(SessionKeys.TryCreate(Bytes(16), new byte[16], out var inner));

        Assert.NotEqual(
            PeapKeys.Derive(Bytes(128), inner).CompoundMacKey.ToArray(),
            PeapKeys.Derive(Bytes(128), SessionKeys.NotGenerated).CompoundMacKey.ToArray());
    }

    [Fact]
    public void Of_long_keys_of_the_method_the_first_32_bytes_count()
    {
        Assert.True(SessionKeys.TryCreate(Bytes(32), new byte[32], out var one));
        Assert.True(SessionKeys.TryCreate(Bytes(32), Bytes(32), out var other));

        Assert.Equal(Session(one), Session(other));

        static byte[] Session(SessionKeys inner) => PeapKeys.Derive(Bytes(128), inner).ToSessionKeys().Receive.ToArray();
    }

    [Fact]
    public void A_tunnel_that_is_resumed_signs_with_its_own_last_bytes() =>
        Assert.Equal(Bytes(128)[40..60], PeapKeys.DeriveResumed(Bytes(128)).CompoundMacKey.ToArray());

    private static byte[] Bytes(int count) => [.. Enumerable.Range(1, count).Select(value => (byte)value)];
}
