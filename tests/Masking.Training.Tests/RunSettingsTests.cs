using System.Globalization;

namespace Masking.Training.Tests;

public sealed class RunSettingsTests
{
    [Fact]
    public void TheElementsOfAList_Count()
    {
        Assert.Equal("1, 2", RunSettings.Format("--sizes", new[] { 1, 2 }).Value);
        Assert.NotEqual(RunSettings.Format("--sizes", new[] { 1, 2 }), RunSettings.Format("--sizes", new[] { 1, 3 }));
        Assert.Equal("none", RunSettings.Format("--sizes", Array.Empty<int>()).Value);
        Assert.Equal("none", RunSettings.Format("--sizes", null).Value);
        Assert.Equal("True", RunSettings.Format("--heads", true).Value);
    }

    [Fact]
    public void InEveryCulture_ASettingIsTheSame()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = other;
        try
        {
            Assert.Equal("0.5", RunSettings.Format("--rate", 0.5).Value);
            Assert.Equal("0.5, 1.5", RunSettings.Format("--rates", new[] { 0.5, 1.5 }).Value);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
