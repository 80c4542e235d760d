using System.Globalization;

namespace Adit.Diagnosis;

/// <summary>A number by which Windows names an error: a small Win32 or RAS number, or an HRESULT, which is negative.</summary>
public readonly record struct WindowsCode(int Value)
{
    private const uint Win32Facility = 0x8007_0000;

    /// <summary>The symbol in Microsoft's headers; null where the table has none.</summary>
    public string? Symbol => WindowsCodes.FindSymbol(this);

    /// <summary>Signed decimal, as rasdial and the event log write it.</summary>
    public string Decimal => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Hexadecimal with 0x, as dialogs write an HRESULT.</summary>
    public string Hex => string.Create(CultureInfo.InvariantCulture, $"0x{Value:X}");

    /// <summary>The Win32 error that an HRESULT of the form 0x8007nnnn wraps; null for every other code.</summary>
    public WindowsCode? Win32 => ((uint)Value & 0xFFFF_0000) == Win32Facility ? new WindowsCode(Value & 0xFFFF) : null;

    /// <summary>The HRESULT that wraps a Win32 error; null for what is none.</summary>
    public WindowsCode? HResult => Value is > 0 and <= 0xFFFF ? new WindowsCode(unchecked((int)(Win32Facility | (uint)Value))) : null;

    /// <summary>Number and symbol, the number as Windows shows it.</summary>
    public override string ToString() => Symbol is { } symbol ? $"{Shown} {symbol}" : Shown;

    private string Shown => Value < 0 ? Hex : Decimal;
}
