using System.Text;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Tests.Ppp;

public sealed class RefusalTextTests
{
    [Theory]
    [InlineData(648)]
    [InlineData(647)]
    public void A_number_that_says_more_than_refused_comes_before_the_words(int error)
    {
        var refused = RefusalText.Read(Encoding.UTF8.GetBytes(RefusalText.Write(error, "Access denied")), byte.MaxValue);

        Assert.Equal((error, "Access denied"), (refused.Error, refused.Message));
    }

    [Fact]
    public void Others_get_the_words_alone() => Assert.Equal("Access denied", RefusalText.Write(691, "Access denied"));

    [Theory]
    [InlineData("")]
    [InlineData("Login incorrect")]
    [InlineData("E=many")]
    public void Words_of_others_are_a_plain_refusal(string words) =>
        Assert.Equal(new PppFailure.Refused(691, MayRetry: false, words), RefusalText.Read(Encoding.UTF8.GetBytes(words), byte.MaxValue));
}
