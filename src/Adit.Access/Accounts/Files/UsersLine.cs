namespace Adit.Access.Accounts.Files;

/// <summary>One line of a users file, read from left to right. After a fault, nothing more is read.</summary>
internal sealed class UsersLine(string text, int number)
{
    private static readonly string[] Operators = [":=", "+=", "==", "="];

    private int _position;

    public int Number => number;

    public bool IsIndented => text[0] is ' ' or '\t';

    public int Column => _position + 1;

    public UsersFileFault? Fault { get; private set; }

    private char Next => _position < text.Length ? text[_position] : '\0';

    private bool IsAtEnd => _position >= text.Length || Next == '#';

    /// <summary>The name that begins an entry, quoted where it has white space.</summary>
    public string? ReadName() => Next is '"' or '\'' ? ReadQuoted() : ReadWord("a name");

    /// <summary>Items with commas between them, up to the end.</summary>
    public IReadOnlyList<UsersItem> ReadItems(int max, out bool endsWithComma)
    {
        var items = new List<UsersItem>();
        endsWithComma = false;
        for (SkipSpace(); !IsAtEnd && Fault is null; SkipSpace())
        {
            if (items.Count > 0 && !endsWithComma)
                Fail("a comma is missing");
            else if (items.Count == max)
                Fail("the entry has too many items");
            else if (ReadItem() is { } item)
                items.Add(item);

            SkipSpace();
            endsWithComma = Fault is null && Next == ',';
            _position += endsWithComma ? 1 : 0;
        }

        return items;
    }

    private UsersItem? ReadItem()
    {
        var column = Column;
        if (ReadWord("an attribute") is not { } name)
            return null;

        SkipSpace();
        if (Operators.FirstOrDefault(each => string.CompareOrdinal(text, _position, each, 0, each.Length) == 0) is not { } word)
        {
            Fail("expected =, :=, += or ==");
            return null;
        }

        _position += word.Length;
        SkipSpace();
        var value = Next is '"' or '\'' ? ReadQuoted() : ReadWord("a value");
        return value is null ? null : new UsersItem(name, word, value, number, column);
    }

    private string? ReadWord(string expected)
    {
        var start = _position;
        while (_position < text.Length && !char.IsWhiteSpace(Next) && Next is not (',' or '"' or '\'' or '#') && !IsOperator(expected))
            _position++;
        if (_position > start)
            return text[start.._position];

        Fail($"expected {expected}");
        return null;
    }

    /// <summary>Only behind an attribute: values such as Base64 have equals signs of their own.</summary>
    private bool IsOperator(string expected) =>
        expected == "an attribute" && (Next == '=' || (Next is ':' or '+' && _position + 1 < text.Length && text[_position + 1] == '='));

    private string? ReadQuoted()
    {
        var (quote, start) = (Next, _position++);
        var value = new System.Text.StringBuilder();
        for (; _position < text.Length && Next != quote; _position++)
        {
            if (Next == '\\' && _position + 1 < text.Length)
                _position++;
            value.Append(Next);
        }

        if (_position >= text.Length)
        {
            _position = start;
            Fail("the quote is not closed");
            return null;
        }

        _position++;
        return value.ToString();
    }

    private void SkipSpace()
    {
        while (_position < text.Length && char.IsWhiteSpace(Next))
            _position++;
    }

    private void Fail(string problem) => Fault ??= new UsersFileFault(number, Column, problem);
}
