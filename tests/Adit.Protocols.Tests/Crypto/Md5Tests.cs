using System.Security.Cryptography;
using System.Text;
using Adit.Protocols.Crypto;

namespace Adit.Protocols.Tests.Crypto;

public sealed class Md5Tests
{
    // RFC 1321 §A.5
    [Theory]
    [InlineData("", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("a", "0cc175b9c0f1b6a831c399e269772661")]
    [InlineData("abc", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("message digest", "f96b697d7cb7938d525a2f31aaf161d0")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890", "57edf4a22be3c955ac49da2e2107b67a")]
    public void The_test_suite_of_the_RFC_comes_out(string text, string digest) =>
        Assert.Equal(digest, Convert.ToHexStringLower(Md5.HashData(Encoding.ASCII.GetBytes(text), [])));

    [Fact]
    public void It_is_the_machines_MD5_wherever_two_texts_meet()
    {
        var text = new byte[4096];
        new Random(1).NextBytes(text);
        for (var length = 0; length <= 300; length++)
            for (var cut = 0; cut <= length; cut += 7)
                Assert.Equal(MD5.HashData(text.AsSpan(0, length)), Md5.HashData(text.AsSpan(0, cut), text.AsSpan(cut, length - cut)));
        Assert.Equal(MD5.HashData(text), Md5.HashData(text.AsSpan(0, 1000), text.AsSpan(1000)));
    }
}
