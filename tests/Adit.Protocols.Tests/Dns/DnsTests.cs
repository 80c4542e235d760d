using System.Net;
using Adit.Protocols.Dns;

namespace Adit.Protocols.Tests.Dns;

public sealed class DnsTests
{
    /// <summary>A question and its answer as a resolver gave it, with a CNAME before the address.</summary>
    private const string Answer = "1234818000010002000000000377777707657861" + "6d706c6503636f6d0000010001" + "c00c000500010000012c0006036e6577c010" + "c02d000100010000012c0004c0000201";

    [Fact]
    public void A_question_has_the_form_of_RFC_1035() =>
        Assert.Equal("12340100000100000000000003777777076578616d706c6503636f6d0000010001", Convert.ToHexStringLower(DnsQuery.Write(0x1234, "www.example.com", DnsType.A)!));

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("ü.example")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123.com")]
    public void What_can_be_no_name_makes_no_question(string name) => Assert.Null(DnsQuery.Write(1, name, DnsType.A));

    [Fact]
    public void The_addresses_behind_an_alias_are_read()
    {
        Assert.True(DnsAnswer.TryParse(DnsQuery.Write(0x1234, "WWW.example.com", DnsType.A), Convert.FromHexString(Answer), out var answer));

        Assert.Equal([IPAddress.Parse("192.0.2.1")], answer!.Addresses);
    }

    [Fact]
    public void The_answer_to_another_question_is_none()
    {
        Assert.False(DnsAnswer.TryParse(DnsQuery.Write(0x1234, "www.example.org", DnsType.A), Convert.FromHexString(Answer), out _));
        Assert.False(DnsAnswer.TryParse(DnsQuery.Write(0x1235, "www.example.com", DnsType.A), Convert.FromHexString(Answer), out _));
    }
}
