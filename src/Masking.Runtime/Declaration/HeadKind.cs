namespace Masking;

/// <summary>What a head chooses.</summary>
public enum HeadKind
{
    /// <summary>One value of an enum, of <see langword="bool"/>, or a number.</summary>
    Choice,

    /// <summary>Independent bits: the values of an enum with <see cref="FlagsAttribute"/>.</summary>
    Flags,

    /// <summary>A record struct, with one component for each parameter.</summary>
    Compound,

    /// <summary>One entity of a set, or one cell of a map.</summary>
    Pointer,

    /// <summary>A number from an interval: <see langword="float"/>.</summary>
    Number,

    /// <summary>Several entities of a set, or several cells of a map.</summary>
    Subset,
}
