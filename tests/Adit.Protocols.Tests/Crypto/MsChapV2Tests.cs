using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Tests.Crypto;

public sealed class MsChapV2Tests
{
    // RFC 2759 §9.2
    private static readonly byte[] s_authenticatorChallenge = Convert.FromHexString("5B5D7C7D7B3F2F3E3C2C602132262628");
    private static readonly byte[] s_peerChallenge = Convert.FromHexString("21402324255E262A28295F2B3A337C7E");
    private static readonly byte[] s_ntHash = MsChapV2.NtPasswordHash("clientPass");
    private static readonly byte[] s_ntResponse = Convert.FromHexString("82309ECD8D708B5EA08FAA3981CD83544233114A3D85D6DF");

    [Fact]
    public void The_password_hash_of_RFC_2759_comes_out() =>
        Assert.Equal("44EBBA8D5312B8D611474411F56989AE", Convert.ToHexString(s_ntHash));

    [Fact]
    public void The_challenge_hash_of_RFC_2759_comes_out() =>
        Assert.Equal("D02E4386BCE91226", Convert.ToHexString(MsChapV2.ChallengeHash(s_authenticatorChallenge, s_peerChallenge, "User"u8)));

    [Theory]
    [InlineData("User")]
    [InlineData("BIGCO\\User")]
    public void The_response_of_RFC_2759_comes_out_with_and_without_a_domain(string userName)
    {
        var response = new byte[MsChapV2.NtResponseLength];

        MsChapV2.NtResponse(s_authenticatorChallenge, s_peerChallenge, userName, s_ntHash, response);

        Assert.Equal(s_ntResponse, response);
    }

    [Fact]
    public void The_authenticator_response_of_RFC_2759_comes_out() =>
        Assert.Equal("S=407A5589115FD0D6209F510FE9C04566932CDA56", MsChapV2.AuthenticatorResponse(Exchange("User"), s_ntHash));

    [Fact]
    public void The_client_believes_the_right_authenticator_response() =>
        Assert.True(Check("S=407A5589115FD0D6209F510FE9C04566932CDA56"));

    [Theory]
    [InlineData("S=407A5589115FD0D6209F510FE9C04566932CDA57")]
    [InlineData("S=407a5589115fd0d6209f510fe9c04566932cda56")]
    [InlineData("S=407A5589115FD0D6209F510FE9C04566932CDA5")]
    [InlineData("")]
    public void The_client_believes_no_other_authenticator_response(string received) => Assert.False(Check(received));

    [Fact]
    public void The_keys_of_RFC_3079_come_out_as_the_server_names_them()
    {
        var keys = MsChapV2.DeriveKeys(s_ntHash, s_ntResponse);

        Assert.Equal("8B7CDC149B993A1BA118CB153F56DCCB", Convert.ToHexString(keys.Send.Span)); // RFC 3079 §3.5.3
        Assert.Equal("D5F0E9521E3EA9589645E86051C82226", Convert.ToHexString(keys.Receive.Span));
    }

    [Fact]
    public void The_right_response_verifies() => Assert.True(MsChapV2.Verify(Exchange("User"), s_ntHash));

    [Fact]
    public void A_response_from_another_password_does_not_verify() =>
        Assert.False(MsChapV2.Verify(Exchange("User"), MsChapV2.NtPasswordHash("clientpass")));

    [Fact]
    public void A_response_of_another_length_does_not_verify() =>
        Assert.False(MsChapV2.Verify(Exchange("User") with { NtResponse = s_ntResponse.AsMemory(0, 23) }, s_ntHash));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_name_is_hashed_as_the_bytes_that_came(bool isLatin1)
    {
        var name = (isLatin1 ? Encoding.Latin1 : Encoding.UTF8).GetBytes("Jürgen");
        var response = new byte[MsChapV2.NtResponseLength];
        MsChapV2.NtResponse(s_authenticatorChallenge, s_peerChallenge, name, s_ntHash, response);

        Assert.True(MsChapV2.Verify(Exchange("Jürgen") with { NtResponse = response, NameIsLatin1 = isLatin1 }, s_ntHash));
    }

    [Fact]
    public void One_password_in_65536_has_a_weak_third_key_and_still_gets_its_response()
    {
        var response = new byte[MsChapV2.NtResponseLength];

        MsChapV2.NtResponse(s_authenticatorChallenge, s_peerChallenge, "User", new byte[MsChapV2.NtHashLength], response);

        Assert.Equal(response[..8], response[16..]);
    }

    private static bool Check(string received) =>
        MsChapV2.CheckAuthenticatorResponse(received, s_authenticatorChallenge, s_peerChallenge, "User", s_ntHash, s_ntResponse);

    private static MsChapV2Exchange Exchange(string userName) => new(1, userName, s_authenticatorChallenge, s_peerChallenge, s_ntResponse);
}
