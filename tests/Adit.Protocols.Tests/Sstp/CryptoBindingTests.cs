using Adit.Protocols.Crypto;
using Adit.Protocols.Sstp;

namespace Adit.Protocols.Tests.Sstp;

/// <summary>The examples of [MS-SSTP] §4.7 and the faults that others have had.</summary>
public sealed class CryptoBindingTests
{
    private const string Sha256Hlak = "2A1BB40D55AB0F5EF32F06F2B3CC73C48FD3FAC41D7A1315A19228D9024CA164";
    private const string Sha256Nonce = "412B489AEBD7ECC7D08966F26BE7CD72B231A0E9210D7C91B308862B0344C435";
    private const string Sha256Certificate = "7993EF314C493DACE9F02D60E7E61C84B6690AAFE9D7AEEA92CBBE8AD599422D";
    private const string Sha256Mac = "52A68EFD8CFFBF52770B8F0FE8EC73716583AF6D611EB6D179B3B20840985449";
    private const string Sha1Hlak = "4B3128F43925D9006EEFB1C4E86515A1D88E56BAB3CA2BDF0373B7F5A8A13B19";
    private const string Sha1Nonce = "0F1A2D58D4A3E3000FAD3CE4906E07B707AA9E441CCEAC5CBD7B2CC1C9D86CDF";
    private const string Sha1Certificate = "5826B629BDA59B8E6FD8DCD2622FD34C534805A5";
    private const string Sha1Mac = "69915DD583D8062FEF16F61DB2F03290EC27CB6C";
    private const string Padding = "000000000000000000000000";

    private static readonly byte[] _sha256Message =
        Hex("10010070000400010003006800000002" + Sha256Nonce + Sha256Certificate + Sha256Mac);

    private static readonly byte[] _sha1Message =
        Hex("10010070000400010003006800000001" + Sha1Nonce + Sha1Certificate + Padding + Sha1Mac + Padding);

    [Fact]
    public void The_published_SHA_256_key_is_derived() =>
        AssertCmk("ecf59ac9fe155cf0a9e7d66adc1b363c1ad7ba91a9217f0cec2a534298828df6", KeysOf(Sha256Hlak));

    [Fact]
    public void The_published_SHA_1_key_is_derived() => AssertCmk("a98b862a38cc7e224b42cd128586acb22f0bd1e9", KeysOf(Sha1Hlak));

    [Fact]
    public void The_published_SHA_256_message_is_verified() =>
        Assert.True(CryptoBinding.Verify(new CryptoBindingCheck(_sha256Message, KeysOf(Sha256Hlak))));

    [Fact]
    public void The_published_SHA_1_message_is_verified() =>
        Assert.True(CryptoBinding.Verify(new CryptoBindingCheck(_sha1Message, KeysOf(Sha1Hlak))));

    [Fact]
    public void The_client_builds_the_published_SHA_256_message()
    {
        var certificate = new CertificateHashes(new byte[20], Hex(Sha256Certificate));

        var message = CryptoBinding.Sign(SstpHashProtocol.Sha256, Hex(Sha256Nonce), certificate, KeysOf(Sha256Hlak));

        Assert.Equal(_sha256Message, message);
    }

    [Fact]
    public void The_client_builds_the_published_SHA_1_message()
    {
        var certificate = new CertificateHashes(Hex(Sha1Certificate), new byte[32]);

        var message = CryptoBinding.Sign(SstpHashProtocol.Sha1, Hex(Sha1Nonce), certificate, KeysOf(Sha1Hlak));

        Assert.Equal(_sha1Message, message);
    }

    [Fact]
    public void No_changed_byte_is_verified()
    {
        for (var i = 0; i < _sha256Message.Length; i++)
        {
            var changed = _sha256Message.ToArray();
            changed[i] ^= 0x01;
            Assert.False(CryptoBinding.Verify(new CryptoBindingCheck(changed, KeysOf(Sha256Hlak))), $"byte {i}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_hash_protocol_that_is_not_exactly_one_is_never_right(byte hash)
    {
        var changed = _sha256Message.ToArray();
        changed[15] = hash;

        Assert.False(CryptoBinding.Verify(new CryptoBindingCheck(changed, KeysOf(Sha256Hlak))));
    }

    [Fact]
    public void A_message_of_another_length_is_never_right() =>
        Assert.False(CryptoBinding.Verify(new CryptoBindingCheck(_sha256Message.AsMemory(0, 111), KeysOf(Sha256Hlak))));

    [Fact]
    public void Swapped_keys_are_not_right() =>
        Assert.False(CryptoBinding.Verify(new CryptoBindingCheck(_sha256Message, KeysOf(Sha256Hlak[32..] + Sha256Hlak[..32]))));

    [Fact]
    public void The_keys_of_RFC_2759_make_receive_key_then_send_key()
    {
        Assert.True(SessionKeys.TryCreate(Hex("d5f0e9521e3ea9589645e86051c82226"), Hex("8b7cdc149b993a1ba118cb153f56dccb"), out var keys));

        Assert.Equal("d5f0e9521e3ea9589645e86051c822268b7cdc149b993a1ba118cb153f56dccb", HlakOf(keys), ignoreCase: true);
    }

    [Fact]
    public void A_receive_key_of_32_bytes_is_the_whole_key()
    {
        Assert.True(SessionKeys.TryCreate(Hex(Sha256Hlak), Hex(Sha1Hlak), out var keys));

        Assert.Equal(Sha256Hlak, HlakOf(keys));
    }

    [Fact]
    public void A_short_receive_key_takes_the_front_of_a_long_send_key()
    {
        Assert.True(SessionKeys.TryCreate(Hex(Sha256Hlak).AsMemory(0, 16), Hex(Sha1Hlak), out var keys));

        Assert.Equal(Sha256Hlak[..32] + Sha1Hlak[..32], HlakOf(keys));
    }

    [Fact]
    public void Only_methods_without_keys_bind_with_zeros() => Assert.Equal(new string('0', 64), HlakOf(SessionKeys.NotGenerated));

    private static byte[] Hex(string text) => Convert.FromHexString(text);

    private static SessionKeys KeysOf(string hlak)
    {
        Assert.True(SessionKeys.TryCreate(Hex(hlak).AsMemory(0, 16), Hex(hlak).AsMemory(16), out var keys));
        return keys;
    }

    private static string HlakOf(SessionKeys keys)
    {
        var hlak = new byte[32];
        CryptoBinding.DeriveHlak(keys, hlak);
        return Convert.ToHexString(hlak);
    }

    private static void AssertCmk(string expected, SessionKeys keys)
    {
        var cmk = new byte[expected.Length / 2];
        CryptoBinding.DeriveCmk(keys, cmk);
        Assert.Equal(expected, Convert.ToHexString(cmk), ignoreCase: true);
    }
}
