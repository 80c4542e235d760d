using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Tests.Crypto;

/// <summary>The second half of RFC 2759 §9.2 is what version 1 does with its own challenge; the hash of the hash is that of RFC 3079 §3.5.1.</summary>
public sealed class MsChapV1Tests
{
    private static readonly byte[] s_challenge = Convert.FromHexString("D02E4386BCE91226");
    private static readonly byte[] s_hash = Convert.FromHexString("44EBBA8D5312B8D611474411F56989AE");
    private static readonly byte[] s_response = Convert.FromHexString("82309ECD8D708B5EA08FAA3981CD83544233114A3D85D6DF");

    [Fact]
    public void The_response_of_who_knows_the_password_is_right() =>
        Assert.True(MsChapV1.Verify(new MsChapV1Exchange(1, "User", s_challenge, s_response), s_hash));

    [Fact]
    public void Another_response_and_none_are_wrong()
    {
        Assert.False(MsChapV1.Verify(new MsChapV1Exchange(1, "User", s_challenge, new byte[24]), s_hash));
        Assert.False(MsChapV1.Verify(new MsChapV1Exchange(1, "User", s_challenge, default), s_hash));
    }

    [Fact]
    public void The_keys_are_eight_zeros_and_the_hash_of_the_hash() =>
        Assert.Equal("0000000000000000" + "41C00C584BD2D91C4017A2A12FA59F3F", Convert.ToHexString(MsChapV1.DeriveKeys(s_hash)));
}
