using Adit.Linux.Firewall;
using Adit.Linux.Tests.Support;

namespace Adit.Linux.Tests.Firewall;

public sealed class ReachTableTests
{
    [Fact]
    public void The_table_lives_as_long_as_its_object_and_answers_where_nothing_is_forwarded() => OwnNetwork.Run(() =>
    {
        using (ReachTable.Create("test", "adit0"))
        {
            var rules = Command.Output("nft", "list", "table", "inet", "adit_test_reach");
            Assert.Matches(@"hook prerouting[^}]*iifname ""adit0"" fib daddr type != \{[^}]*\} counter .*reject with icmpx admin-prohibited", rules);
            Assert.Matches(@"hook forward[^}]*oifname ""adit0"" counter .*drop", rules);
        }

        Assert.Empty(Command.Output("nft", "list", "tables"));
    });
}
