using Adit.Protocols.Crypto;

namespace Adit.Protocols.Tests.Crypto;

public sealed class Rc4Tests
{
    [Theory] // RFC 6229 §2
    [InlineData("0102030405", "b2396305f03dc027ccc3524a0a1118a8")]
    [InlineData("01020304050607", "293f02d47f37c9b633f2af5285feb46b")]
    [InlineData("0102030405060708090a0b0c0d0e0f10", "9ac7cc9a609d1ef7b2932899cde41b97")]
    public void The_key_stream_of_RFC_6229_comes_out(string key, string stream)
    {
        var text = new byte[16];

        Rc4.Transform(Convert.FromHexString(key), text);

        Assert.Equal(stream, Convert.ToHexStringLower(text));
    }

    [Fact]
    public void What_was_encrypted_is_decrypted_by_the_same()
    {
        byte[] text = [1, 2, 3];

        Rc4.Transform("key"u8, text);
        Rc4.Transform("key"u8, text);

        Assert.Equal([1, 2, 3], text);
    }
}
