using Adit.Protocols.Ppp;

namespace Adit.Protocols.Tests.Ppp;

public sealed class AutomatonTableTests
{
    // RFC 1661 §4.1, states 0 to 9 from left to right; p, r and x mark options that we do not take.
    private const string Table = """
        Up   |    2     irc,scr/6     -         -         -         -         -         -         -           -
        Down |    -         -         0       tls/1       0         1         1         1         1         tld/1
        Open |  tls/1       1     irc,scr/6     3r        5r        5r        6         7         8           9r
        Close|    0       tlf/0       2         2         4         4     irc,str/4 irc,str/4 irc,str/4 tld,irc,str/4
        TO+  |    -         -         -         -       str/4     str/5     scr/6     scr/6     scr/8         -
        TO-  |    -         -         -         -       tlf/2     tlf/3     tlf/3p    tlf/3p    tlf/3p        -
        RCR+ |    -         -       sta/2 irc,scr,sca/8   4         5       sca/8   sca,tlu/9   sca/8   tld,scr,sca/8
        RCR- |    -         -       sta/2 irc,scr,scn/6   4         5       scn/6     scn/7     scn/6   tld,scr,scn/6
        RCA  |    -         -       sta/2     sta/3       4         5       irc/7     scr/6x  irc,tlu/9   tld,scr/6x
        RCN  |    -         -       sta/2     sta/3       4         5     irc,scr/6   scr/6x  irc,scr/8   tld,scr/6x
        RTR  |    -         -       sta/2     sta/3     sta/4     sta/5     sta/6     sta/6     sta/6   tld,zrc,sta/5
        RTA  |    -         -         2         3       tlf/2     tlf/3       6         6         8       tld,scr/6
        RUC  |    -         -       scj/2     scj/3     scj/4     scj/5     scj/6     scj/7     scj/8       scj/9
        RXJ+ |    -         -         2         3         4         5         6         6         8           9
        RXJ- |    -         -       tlf/2     tlf/3     tlf/2     tlf/3     tlf/3     tlf/3     tlf/3   tld,irc,str/5
        RXR  |    -         -         2         3         4         5         6         7         8         ser/9
        """;

    private static readonly (AutomatonActions Action, string Name)[] s_names =
    [
        (AutomatonActions.ThisLayerDown, "tld"), (AutomatonActions.InitializeRestartCount, "irc"),
        (AutomatonActions.ZeroRestartCount, "zrc"), (AutomatonActions.SendConfigureRequest, "scr"),
        (AutomatonActions.SendConfigureAck, "sca"), (AutomatonActions.SendConfigureNak, "scn"),
        (AutomatonActions.SendTerminateRequest, "str"), (AutomatonActions.SendTerminateAck, "sta"),
        (AutomatonActions.SendCodeReject, "scj"), (AutomatonActions.SendEchoReply, "ser"),
        (AutomatonActions.ThisLayerUp, "tlu"), (AutomatonActions.ThisLayerStarted, "tls"),
        (AutomatonActions.ThisLayerFinished, "tlf"),
    ];

    public static TheoryData<int, int, string> Cells()
    {
        var cells = new TheoryData<int, int, string>();
        var rows = Table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        for (var row = 0; row < rows.Length; row++)
        {
            var columns = rows[row].Split('|')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (var column = 0; column < columns.Length; column++)
                cells.Add(column, row, columns[column].TrimEnd('p', 'r', 'x'));
        }

        return cells;
    }

    [Fact]
    public void The_table_has_a_cell_for_every_state_and_event() =>
        Assert.Equal(Enum.GetValues<AutomatonState>().Length * Enum.GetValues<AutomatonEvent>().Length, Cells().Count);

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_is_as_the_RFC_has_it(int state, int occurred, string cell)
    {
        var transition = AutomatonTable.Next((AutomatonState)state, (AutomatonEvent)occurred);

        Assert.Equal(cell is "-" ? $"{state}" : cell, Format(transition));
    }

    private static string Format(AutomatonTransition transition)
    {
        var actions = string.Join(',', s_names.Where(name => transition.Actions.HasFlag(name.Action)).Select(name => name.Name));
        return actions.Length == 0 ? $"{(int)transition.Next}" : $"{actions}/{(int)transition.Next}";
    }
}
