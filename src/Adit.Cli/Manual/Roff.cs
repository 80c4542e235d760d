using System.Globalization;
using System.Text;

namespace Adit.Cli.Manual;

/// <summary>Writes man(7), the language of manual pages. Text is escaped: a line of it can never pass for a request.</summary>
internal sealed class Roff
{
    private readonly StringBuilder _page = new();

    public Roff Title(string name, string version)
    {
        _page.Append(CultureInfo.InvariantCulture, $".TH \"{Escape(name)}\" 1 \"\" \"Adit {Escape(version)}\" \"Adit\"\n");
        return this;
    }

    public Roff Section(string heading) => Line($".SH \"{heading}\"");

    public Roff Paragraph(string text) => Line(".PP").Text(text);

    /// <summary>A term in bold, and what it means below it.</summary>
    public Roff Term(string term, string meaning) => Line(".TP").Line($"\\fB{Escape(term)}\\fR").Text(meaning);

    /// <summary>What is typed, as it is typed.</summary>
    public Roff Example(string command) => Line(".PP").Line(".nf").Line($".RS 4\n{Escape(command)}\n.RE").Line(".fi");

    public Roff Text(string text)
    {
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Line(Escape(line));
        return this;
    }

    public override string ToString() => _page.ToString();

    private Roff Line(string line)
    {
        _page.Append(line).Append('\n');
        return this;
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        if (text is ['.' or '\'', ..])
            escaped.Append(@"\&");
        foreach (var rune in text.EnumerateRunes())
            _ = rune.Value switch
            {
                '\\' => escaped.Append(@"\e"),
                '-' => escaped.Append(@"\-"),
                '"' => escaped.Append(@"\(dq"),
                > 126 => escaped.Append(CultureInfo.InvariantCulture, $"\\[u{rune.Value:X4}]"),
                _ => escaped.Append(rune),
            };

        return escaped.ToString();
    }
}
