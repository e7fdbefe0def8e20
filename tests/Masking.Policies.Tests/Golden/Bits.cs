namespace Masking.Policies.Tests.Golden;

/// <summary>The maximum number of bits of an enum.</summary>
[Flags]
public enum Bits64 : ulong
{
    B0 = 1ul << 0, B1 = 1ul << 1, B2 = 1ul << 2, B3 = 1ul << 3, B4 = 1ul << 4, B5 = 1ul << 5, B6 = 1ul << 6, B7 = 1ul << 7,
    B8 = 1ul << 8, B9 = 1ul << 9, B10 = 1ul << 10, B11 = 1ul << 11, B12 = 1ul << 12, B13 = 1ul << 13, B14 = 1ul << 14, B15 = 1ul << 15,
    B16 = 1ul << 16, B17 = 1ul << 17, B18 = 1ul << 18, B19 = 1ul << 19, B20 = 1ul << 20, B21 = 1ul << 21, B22 = 1ul << 22, B23 = 1ul << 23,
    B24 = 1ul << 24, B25 = 1ul << 25, B26 = 1ul << 26, B27 = 1ul << 27, B28 = 1ul << 28, B29 = 1ul << 29, B30 = 1ul << 30, B31 = 1ul << 31,
    B32 = 1ul << 32, B33 = 1ul << 33, B34 = 1ul << 34, B35 = 1ul << 35, B36 = 1ul << 36, B37 = 1ul << 37, B38 = 1ul << 38, B39 = 1ul << 39,
    B40 = 1ul << 40, B41 = 1ul << 41, B42 = 1ul << 42, B43 = 1ul << 43, B44 = 1ul << 44, B45 = 1ul << 45, B46 = 1ul << 46, B47 = 1ul << 47,
    B48 = 1ul << 48, B49 = 1ul << 49, B50 = 1ul << 50, B51 = 1ul << 51, B52 = 1ul << 52, B53 = 1ul << 53, B54 = 1ul << 54, B55 = 1ul << 55,
    B56 = 1ul << 56, B57 = 1ul << 57, B58 = 1ul << 58, B59 = 1ul << 59, B60 = 1ul << 60, B61 = 1ul << 61, B62 = 1ul << 62, B63 = 1ul << 63,
}

[Flags]
public enum Bits19 : ulong
{
    B0 = 1ul << 0, B1 = 1ul << 1, B2 = 1ul << 2, B3 = 1ul << 3, B4 = 1ul << 4, B5 = 1ul << 5, B6 = 1ul << 6, B7 = 1ul << 7,
    B8 = 1ul << 8, B9 = 1ul << 9, B10 = 1ul << 10, B11 = 1ul << 11, B12 = 1ul << 12, B13 = 1ul << 13, B14 = 1ul << 14, B15 = 1ul << 15,
    B16 = 1ul << 16, B17 = 1ul << 17, B18 = 1ul << 18,
}

[Flags]
public enum Bits11 : ulong
{
    B0 = 1ul << 0, B1 = 1ul << 1, B2 = 1ul << 2, B3 = 1ul << 3, B4 = 1ul << 4, B5 = 1ul << 5, B6 = 1ul << 6, B7 = 1ul << 7,
    B8 = 1ul << 8, B9 = 1ul << 9, B10 = 1ul << 10,
}

[Flags]
public enum Bits3 : ulong
{
    B0 = 1ul << 0, B1 = 1ul << 1, B2 = 1ul << 2,
}

public readonly record struct Bits339(Bits64 First, Bits64 Second, Bits64 Third, Bits64 Fourth, Bits64 Fifth, Bits19 Last);
