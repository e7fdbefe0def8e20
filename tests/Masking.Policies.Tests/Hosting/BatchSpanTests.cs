using Bout = Masking.Policies.Tests.Arena.Ring<string>.BoutPolicy<System.Version>;

namespace Masking.Policies.Tests.Hosting;

/// <summary>Every method of a generated batch returns exactly its part of its tensor, and together they cover all tensors.</summary>
public class BatchSpanTests
{
    private const int Environments = 2;

    [Fact]
    public void AnAgent_WithAVectorASetAndAPointer()
    {
        using SkirmishPolicy.Batch batch = new(Environments, maxUnits: 3);
        Coverage<SkirmishPolicy.Observation> coverage = new(batch.Observation);
        for (int e = 0; e < Environments; e++)
        {
            coverage.Is("Globals", batch.Globals(e), e);
            coverage.Is("UnitsMask", batch.UnitsMask(e), e);
            coverage.Is("CommandMask", batch.CommandMask(e).Flags, e);
            coverage.Is("HeadingMask", batch.HeadingMask(e).Flags, e);
            coverage.Is("TargetMask", batch.TargetMask(e).Flags, e);
            for (int unit = 0; unit < 3; unit++)
            {
                coverage.Is("Units", batch.Units(e, unit), e, unit);
            }
        }

        coverage.IsComplete();
    }

    [Fact]
    public void AgentsOnAMap_OfAnySize()
    {
        using ArmyPolicy.Batch batch = new(Environments, mapHeight: 2, mapWidth: 3);
        Coverage<ArmyPolicy.Observation> coverage = new(batch.Observation);
        for (int e = 0; e < Environments; e++)
        {
            coverage.Is("MapMask", batch.MapMask(e), e);
            for (int channel = 0; channel < 5; channel++)
            {
                coverage.Is("Map", batch.Map(e, channel), e, channel);
            }

            foreach ((int y, int x) in Cells(2, 3))
            {
                coverage.Is("OrdersMask", batch.OrdersMask(e, y, x).Flags, e, y, x);
                coverage.Is("HasteMask", batch.HasteMask(e, y, x).Flags, e, y, x);
                coverage.Is("AimMask", batch.AimMask(e, y, x).Flags, e, y, x);
            }
        }

        coverage.IsComplete();
    }

    [Fact]
    public void EntitiesWithSight_ASecondSet_AndAMapToPointAt()
    {
        using TeamPolicy.Batch batch = new(Environments, maxUnits: 3, maxEnemies: 5);
        Coverage<TeamPolicy.Observation> coverage = new(batch.Observation);
        for (int e = 0; e < Environments; e++)
        {
            coverage.Is("UnitsMask", batch.UnitsMask(e), e);
            coverage.Is("EnemiesMask", batch.EnemiesMask(e), e);
            coverage.Is("Ground", batch.Ground(e, 0), e, 0);
            coverage.Is("Ground", batch.Ground(e, 1), e, 1);
            coverage.Is("FormationMask", batch.FormationMask(e).Flags, e);
            coverage.Is("RallyMask", batch.RallyMask(e).Flags, e);
            for (int unit = 0; unit < 3; unit++)
            {
                coverage.Is("Units", batch.Units(e, unit), e, unit);
                coverage.Is("UnitsSight", batch.UnitsSight(e, unit), e, unit);
                coverage.Is("MovesMask", batch.MovesMask(e, unit).Flags, e, unit);
                coverage.Is("TargetsMask", batch.TargetsMask(e, unit).Flags, e, unit);
            }

            for (int enemy = 0; enemy < 5; enemy++)
            {
                coverage.Is("Enemies", batch.Enemies(e, enemy), e, enemy);
            }
        }

        coverage.IsComplete();
    }

    [Fact]
    public void HeadsOfEveryType()
    {
        using DuelPolicy.Batch batch = new(Environments);
        Coverage<DuelPolicy.Observation> coverage = new(batch.Observation);
        for (int e = 0; e < Environments; e++)
        {
            coverage.Is("Opponent", batch.Opponent(e), e);
            coverage.Is("StanceMask", batch.StanceMask(e).Flags, e);
            coverage.Is("ShoutMask", batch.ShoutMask(e).Flags, e);
            coverage.Is("BidMask", batch.BidMask(e).Flags, e);
            coverage.Is("TributeMask", batch.TributeMask(e).Flags, e);
        }

        coverage.IsComplete();
    }

    [Fact]
    public void EntitiesThatPointAtTheirOwnSet()
    {
        using CrewPolicy.Batch batch = new(Environments, maxSailors: 3);
        Coverage<CrewPolicy.Observation> coverage = new(batch.Observation);
        for (int e = 0; e < Environments; e++)
        {
            coverage.Is("SailorsMask", batch.SailorsMask(e), e);
            for (int sailor = 0; sailor < 3; sailor++)
            {
                coverage.Is("Sailors", batch.Sailors(e, sailor), e, sailor);
                coverage.Is("HaulMask", batch.HaulMask(e, sailor).Flags, e, sailor);
                coverage.Is("PartnerMask", batch.PartnerMask(e, sailor).Flags, e, sailor);
            }
        }

        coverage.IsComplete();
    }

    [Fact]
    public void AMapOfDeclaredSize_WithAgentsThatPointAtASet()
    {
        using WorkshopPolicy.Batch batch = new(Environments, maxTools: 4);
        Coverage<WorkshopPolicy.Observation> coverage = new(batch.Observation);
        for (int e = 0; e < Environments; e++)
        {
            coverage.Is("Mood", batch.Mood(e), e);
            coverage.Is("ToolsMask", batch.ToolsMask(e), e);
            coverage.Is("FloorMask", batch.FloorMask(e), e);
            coverage.Is("Floor", batch.Floor(e, 0), e, 0);
            coverage.Is("Floor", batch.Floor(e, 1), e, 1);
            coverage.Is("PickMask", batch.PickMask(e).Flags, e);
            coverage.Is("MeetMask", batch.MeetMask(e).Flags, e);
            for (int tool = 0; tool < 4; tool++)
            {
                coverage.Is("Tools", batch.Tools(e, tool), e, tool);
            }

            foreach ((int y, int x) in Cells(3, 5))
            {
                coverage.Is("StyleMask", batch.StyleMask(e, y, x).Flags, e, y, x);
                coverage.Is("ReachMask", batch.ReachMask(e, y, x).Flags, e, y, x);
            }
        }

        coverage.IsComplete();
    }

    [Fact]
    public void MasksThatDependOnAnotherChoice()
    {
        using RaidPolicy.Batch batch = new(Environments, maxUnits: 3);
        Coverage<RaidPolicy.Observation> coverage = new(batch.Observation);
        for (int e = 0; e < Environments; e++)
        {
            coverage.Is("Globals", batch.Globals(e), e);
            coverage.Is("UnitsMask", batch.UnitsMask(e), e);
            coverage.Is("HeadingMask", batch.HeadingMask(e).Flags, e);
            coverage.Is("CommandMask", batch.CommandMask(e).Flags, e);
            coverage.Is("TargetMask", batch.TargetMask(e).Flags, e);
            for (int unit = 0; unit < 3; unit++)
            {
                coverage.Is("Units", batch.Units(e, unit), e, unit);
                coverage.Is("WeaponMask", batch.WeaponMask(e, unit).Flags, e, unit);
            }

            foreach (Order order in Enum.GetValues<Order>())
            {
                coverage.Is("HasteMask", batch.HasteMask(e, order).Flags, e, (int)order);
            }
        }

        coverage.IsComplete();
    }

    [Fact]
    public void AGenericPolicy()
    {
        using Bout.Batch batch = new(Environments, maxFighters: 3);
        Coverage<Bout.Observation> coverage = new(batch.Observation);
        for (int e = 0; e < Environments; e++)
        {
            coverage.Is("FightersMask", batch.FightersMask(e), e);
            coverage.Is("WinnerMask", batch.WinnerMask(e).Flags, e);
            for (int fighter = 0; fighter < 3; fighter++)
            {
                coverage.Is("Fighters", batch.Fighters(e, fighter), e, fighter);
                coverage.Is("BlowsMask", batch.BlowsMask(e, fighter).Flags, e, fighter);
            }
        }

        coverage.IsComplete();
    }

    private static IEnumerable<(int Y, int X)> Cells(int height, int width) =>
        Enumerable.Range(0, height * width).Select(cell => (cell / width, cell % width));
}
