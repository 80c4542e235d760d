using Adit.Access.Accounts;

namespace Adit.Access.Tests.Accounts;

public sealed class GeneratedPasswordTests
{
    [Fact]
    public void A_password_is_four_groups_of_four_without_characters_that_look_alike() =>
        Assert.Matches("^[a-km-np-z2-9]{4}(-[a-km-np-z2-9]{4}){3}$", GeneratedPassword.Create());

    [Fact]
    public void Every_password_is_another() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => GeneratedPassword.Create()).Distinct(StringComparer.Ordinal).Count());
}
