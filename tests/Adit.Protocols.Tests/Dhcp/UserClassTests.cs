using Adit.Protocols.Dhcp;

namespace Adit.Protocols.Tests.Dhcp;

public sealed class UserClassTests
{
    [Fact]
    public void The_text_that_windows_sends_as_it_is_is_one_class() =>
        Assert.Equal([UserClass.RemoteAccess], UserClass.Parse(UserClass.WriteRaw(UserClass.RemoteAccess)));

    [Fact]
    public void A_zero_behind_that_text_is_no_part_of_it() =>
        Assert.Equal([UserClass.RemoteAccess], UserClass.Parse("RRAS.Microsoft\0"u8));

    [Fact]
    public void A_list_by_rfc_3004_is_as_many_classes() =>
        Assert.Equal(["accounting", UserClass.RemoteAccess], UserClass.Parse(UserClass.WriteList("accounting", UserClass.RemoteAccess)));

    [Fact]
    public void Nothing_is_no_class() => Assert.Empty(UserClass.Parse([]));
}
